export default function (component) {
  document.documentElement.lang = component.data.lang;
}
