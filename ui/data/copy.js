export default function (component) {
  const { data, parentElement } = component;
  const old = parentElement.querySelector(".bar");
  if (old) old.remove();
  const bar = document.createElement("div");
  bar.className = "bar";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    // Plain http on an office network has no clipboard interface.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  for (const item of data.items) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = item.label;
    button.onclick = async () => {
      const text = item.text.startsWith("?") ? location.origin + location.pathname + item.text : item.text;
      await copy(text);
      said.textContent = data.done;
      setTimeout(() => (said.textContent = ""), 2500);
    };
    bar.appendChild(button);
  }
  bar.appendChild(said);
  parentElement.appendChild(bar);
}
