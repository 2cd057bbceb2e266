const done = new Set();
export default function (component) {
  const { css } = component.data;
  if (done.has(css)) return;
  done.add(css);
  setTimeout(() => document.querySelector("." + css)?.scrollIntoView({ block: "start" }), 60);
}
