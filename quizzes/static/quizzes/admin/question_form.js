// An enhancement of the question form: fields a kind has no use for step aside. Without it the help texts say so.
const kind = document.querySelector('[name="kind"]');
const USES = {
  single: ["options_text", "answer_text"],
  multiple: ["options_text", "answer_text"],
  truefalse: ["answer_text"],
  blank: ["answer_text"],
  ordering: ["options_text"],
  matching: ["options_text"],
  essay: ["answer_text", "rubric_text"],
};
const FIELDS = ["options_text", "answer_text", "rubric_text"];

const panelOf = (name) => document.querySelector(`[name="${name}"]`)?.closest(".w-panel");

function arrange() {
  const used = USES[kind.value];
  for (const name of FIELDS) {
    const field = document.querySelector(`[name="${name}"]`);
    const panel = panelOf(name);
    // What was typed stays in sight, so that nothing is sent that nobody sees.
    if (panel) panel.hidden = Boolean(used) && !used.includes(name) && !field.value.trim();
  }
}

if (kind && panelOf("rubric_text")) {
  kind.addEventListener("change", arrange);
  arrange();
}
