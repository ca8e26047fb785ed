// Going to a place in a text: the characters are selected and brought into view, whatever lines are wrapped.
const SAME = ["fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "paddingLeft", "paddingRight"];

function heightBefore(area, position) {
  const mirror = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of SAME) mirror.style[name] = style[name];
  Object.assign(mirror.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", boxSizing: "border-box", width: `${area.clientWidth}px` });
  mirror.textContent = area.value.slice(0, position);
  document.body.append(mirror);
  const height = mirror.offsetHeight;
  mirror.remove();
  return height;
}

export function select(area, start, end) {
  const above = heightBefore(area, start);
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  area.scrollTop = Math.max(0, above - area.clientHeight / 3);
  const box = area.getBoundingClientRect();
  const place = box.top + above - area.scrollTop;
  if (place < 80 || place > innerHeight - 120) scrollBy({ top: place - innerHeight / 3 });
}

export function selectLine(area, number) {
  const lines = area.value.split("\n");
  const line = Math.min(Math.max(number, 1), lines.length);
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  select(area, start, start + lines[line - 1].length);
}
