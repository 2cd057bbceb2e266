export default function () {
  const settle = () => {
    for (const region of document.querySelectorAll(".mz-scroll")) {
      const row = region.querySelector("tr.mz-row");
      if (!row) continue;
      const cell = region.querySelector("td.mz-cell");
      region.scrollTop = row.offsetTop - region.clientHeight / 2;
      if (cell) region.scrollLeft = cell.offsetLeft - region.clientWidth / 2;
    }
  };
  requestAnimationFrame(() => setTimeout(settle, 50));
}
