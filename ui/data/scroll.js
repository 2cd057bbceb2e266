export default function () {
  const settle = () => {
    for (const region of document.querySelectorAll(".mz-scroll")) {
      const row = region.querySelector("tr.mz-row");
      if (!row) continue;
      const cell = region.querySelector("td.mz-cell");
      region.scrollTop = row.offsetTop - region.clientHeight / 2;
      if (cell) region.scrollLeft = cell.offsetLeft - region.clientWidth / 2;
    }
    for (const strip of document.querySelectorAll(".mz-strip")) {
      const middle = Number(strip.dataset.middle);
      if (middle) strip.scrollLeft = middle - strip.clientWidth / 2;
    }
  };
  requestAnimationFrame(() => setTimeout(settle, 50));
}
