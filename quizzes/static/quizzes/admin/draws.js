// An enhancement of the quiz editor: under every draw stands how many questions it could take now.
const address = document.querySelector("script[data-draw-count]").dataset.drawCount;
const FIELDS = ["count", "kind", "difficulty", "material", "place", "bank", "tags"];
const WAIT_MS = 400;
const waiting = new WeakMap();
const told = new WeakMap();

function asked(draw) {
  const query = new URLSearchParams();
  for (const field of FIELDS) {
    const input = draw.querySelector(`[name$="-${field}"]`);
    query.set(field, input ? input.value : "");
  }
  query.set("organization", document.querySelector('[name="organization"]')?.value ?? "");
  return query.toString();
}

async function count(draw) {
  const line = draw.querySelector("[data-draw-said]");
  const query = asked(draw);
  if (!line || told.get(draw) === query) return;
  told.set(draw, query);
  try {
    const response = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.status);
    const answer = await response.json();
    if (told.get(draw) === query) line.textContent = answer.said;
  } catch {
    told.delete(draw);
    line.textContent = "暂时数不出来，保存时会再核对。";
  }
}

function soon(draw) {
  clearTimeout(waiting.get(draw));
  waiting.set(draw, setTimeout(() => count(draw), WAIT_MS));
}

// The innermost form around the line is the draw's own.
const drawAround = (node) => {
  const child = node.closest("[data-inline-panel-child]");
  return child && child.querySelector("[data-draw-said]") && !child.querySelector("[data-inline-panel-child]") ? child : null;
};
const all = () => [...document.querySelectorAll("[data-draw-said]")].map(drawAround).filter(Boolean);

if (all().length || document.querySelector("#id_sections-FORMS")) {
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const draw = drawAround(event.target);
      if (draw) soon(draw);
    });
  }
  // A chooser fills its hidden field without an event that reaches here, and a new draw comes without any.
  setInterval(() => all().forEach((draw) => asked(draw) !== told.get(draw) && soon(draw)), 1500);
}
