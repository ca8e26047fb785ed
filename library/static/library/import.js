// An enhancement: a warning's line number selects that line in the text.
import { selectLine } from "./jump.js";

const text = document.querySelector(".import-text textarea");

for (const button of document.querySelectorAll(".import-jump")) {
  button.addEventListener("click", () => selectLine(text, Number(button.dataset.line)));
}
