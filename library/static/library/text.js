// The page editor's 正文: outline, warnings and quotations follow the text, lead into it, and passages are put into it.
import { select, selectLine } from "./jump.js";

const PAUSE = 900;

function put(area, start, end, words) {
  area.focus({ preventScroll: true });
  area.setRangeText(words, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.dispatchEvent(new Event("change", { bubbles: true }));
}

function follow(panel, area) {
  const aside = panel.querySelector("[data-text-aside]");
  const form = area.form;
  let timer, asked = 0;

  async function readAnew() {
    if (aside.contains(document.activeElement) && document.activeElement.matches("input")) return wait();
    const body = new FormData();
    body.set("text", area.value);
    body.set("page", panel.dataset.page);
    for (const name of ["csrfmiddlewaretoken", "title", "published_on", "effective_from"]) body.set(name, form.elements[name]?.value ?? "");
    for (const input of aside.querySelectorAll("input[name^=quotation-]")) body.set(input.name, input.value);
    const number = ++asked;
    const answer = await fetch(panel.dataset.review, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || number !== asked) return;
    const open = [...aside.querySelectorAll("details")].map((part) => part.open);
    aside.innerHTML = await answer.text();
    // What the editor folded stays folded, but a new quotation to look at shows itself.
    aside.querySelectorAll("details").forEach((part, index) => { part.open = index === 0 ? part.open || open[0] : (open[index] ?? part.open); });
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(readAnew, PAUSE);
  }

  if (innerWidth < 1100) [...aside.querySelectorAll("details")].at(-1).open = false;
  area.addEventListener("input", wait);
  for (const name of ["published_on", "effective_from"]) form.elements[name]?.addEventListener("change", wait);
  aside.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { line, start, end, correct, quoted } = button.dataset;
    if (correct !== undefined) {
      // The text may have moved since it was read.
      const at = area.value.slice(start, end) === quoted ? Number(start) : area.value.indexOf(quoted);
      if (at >= 0) { put(area, at, at + quoted.length, correct); select(area, at, at + correct.length); }
    } else if (start !== undefined) select(area, Number(start), Number(end));
    else if (line !== undefined) selectLine(area, Number(line));
  });
  aside.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
}

function quote(panel, area, dialog) {
  const words = dialog.querySelector("[data-quote-words]");
  const status = dialog.querySelector("[data-quote-status]");
  const found = dialog.querySelector("[data-quote-found]");

  function chosen(text) {
    const selection = getSelection();
    const part = selection.toString().trim();
    return part && text.contains(selection.anchorNode) && text.contains(selection.focusNode) ? part : text.textContent;
  }

  function entry(passage) {
    const item = document.createElement("li");
    const place = document.createElement("b");
    place.textContent = `《${passage.title}》${passage.place}`;
    const text = document.createElement("p");
    text.textContent = passage.text;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = "插入";
    // A press would take the selection away before it is read.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const quoted = passage.before + chosen(text) + passage.after;
      dialog.close();
      put(area, area.selectionStart, area.selectionEnd, quoted);
    });
    item.append(place, text, button);
    return item;
  }

  async function search() {
    if (!words.value.trim()) return;
    status.textContent = "正在查找……";
    const day = area.form.elements.published_on?.value || area.form.elements.effective_from?.value || "";
    const query = new URLSearchParams({ q: words.value, day });
    const answer = await fetch(`${panel.dataset.passages}?${query}`).catch(() => null);
    if (!answer?.ok) { status.textContent = "没有查成，请稍后再试。"; return; }
    const { passages } = await answer.json();
    found.replaceChildren(...passages.map(entry));
    status.textContent = passages.length ? `找到 ${passages.length} 处，点“插入”放到正文光标的位置。` : "没有找到，请换几个字，或检查资料名称和条序。";
  }

  panel.querySelector("[data-text-tools]").hidden = false;
  panel.querySelector("[data-quote-open]").addEventListener("click", () => { dialog.showModal(); words.focus(); });
  dialog.querySelector("[data-quote-search]").addEventListener("click", search);
  dialog.querySelector("[data-quote-close]").addEventListener("click", () => dialog.close());
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    search();
  });
}

for (const panel of document.querySelectorAll("[data-text-panel]")) {
  const area = panel.querySelector("textarea");
  if (!area) continue;
  follow(panel, area);
  quote(panel, area, panel.parentElement.querySelector("[data-quote-dialog]"));
}
