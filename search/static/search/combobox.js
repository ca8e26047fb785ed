// Suggestions under a search field: the ARIA combobox with a list box. Without this file the field is a plain field.
const PAUSE = 120;
const DESCRIBED = "上下键选择，回车确认，Esc 收起";

class Combobox {
  constructor(input) {
    this.input = input;
    this.rows = [];
    this.at = -1;
    this.asked = 0;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `${input.id}-suggestions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "检索建议");
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.parentElement.classList.add("has-suggestions");
    input.after(this.list, this.status);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", (event) => {
      if (!event.isComposing) this.later();
    });
    this.input.addEventListener("compositionend", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.at));
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.input.value.trim();
    if (!typed) return this.close();
    const turn = ++this.asked;
    try {
      const answer = await fetch(`${this.input.dataset.suggestions}?q=${encodeURIComponent(typed)}`);
      if (!answer.ok || turn !== this.asked) return;
      this.show((await answer.json()).suggestions);
    } catch {
      this.close();
    }
  }

  show(rows) {
    this.rows = rows;
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...rows.map((row, at) => this.option(row, at)));
    this.open(rows.length > 0 && document.activeElement === this.input);
    this.status.textContent = rows.length ? `有 ${rows.length} 条建议，${DESCRIBED}` : "没有建议";
  }

  option(row, at) {
    const option = document.createElement("li");
    const text = document.createElement("span");
    const kind = document.createElement("span");
    text.textContent = row.text;
    kind.textContent = row.kind;
    kind.className = "suggestions__kind";
    option.id = `${this.list.id}-${at}`;
    option.dataset.at = at;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(text, kind);
    return option;
  }

  key(event) {
    if (event.isComposing) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!isOpen && this.rows.length) this.open(true);
      if (this.rows.length) this.move(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Enter" && isOpen && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  move(step) {
    this.settle();
    const count = this.rows.length;
    this.at = this.at < 0 && step < 0 ? count - 1 : (this.at + step + count) % count;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.at)));
    const chosen = this.list.children[this.at];
    this.input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  choose(at) {
    const row = this.rows[at];
    this.input.value = row.text;
    this.close();
    if (row.url) location.assign(row.url);
    else this.input.form.requestSubmit();
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.input.removeAttribute("aria-activedescendant");
  }

  // What is still on its way must not take the list away from who chooses in it, nor open it again.
  settle() {
    clearTimeout(this.timer);
    this.asked += 1;
  }

  close() {
    this.settle();
    this.at = -1;
    this.open(false);
  }
}

for (const input of document.querySelectorAll("input[data-suggestions]")) new Combobox(input);
