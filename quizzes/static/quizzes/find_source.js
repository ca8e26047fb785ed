// “找出处” in the question form: asks for proposals and fills in the one that is chosen.
const box = document.querySelector("[data-find-source]");

const valueOf = (name) => document.querySelector(`[name="${name}"]`)?.value ?? "";

const put = (name, value) => {
  const field = document.querySelector(`[name="${name}"]`);
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

const choose = (row) => {
  put("material", row.material);
  const chooser = document.querySelector('[name="material"]')?.closest("[data-chooser], .chooser")
    ?? document.getElementById("id_material-chooser");
  if (chooser) {
    chooser.classList.remove("blank");
    const title = chooser.querySelector("[data-chooser-title], .title");
    if (title) title.textContent = row.title;
  }
  put("address", row.address);
  put("quote", row.sentence);
};

const line = (tag, text) => {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
};

if (box) {
  const said = box.querySelector("[data-find-said]");
  const list = box.querySelector("[data-find-list]");
  box.hidden = false;

  const show = (rows) => {
    list.replaceChildren(
      ...rows.map((row) => {
        const item = document.createElement("li");
        const button = line("button", "就用这一句");
        button.type = "button";
        button.className = "button button-small button-secondary";
        button.addEventListener("click", () => {
          choose(row);
          said.textContent = `已填上《${row.title}》${row.number}，保存后生效。`;
        });
        item.append(
          line("p", `《${row.title}》${row.number}　把握 ${row.percent}%`),
          line("blockquote", row.sentence),
          button,
        );
        return item;
      }),
    );
  };

  box.querySelector("[data-find-go]").addEventListener("click", async () => {
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", valueOf("csrfmiddlewaretoken"));
    sent.set("kind", valueOf("kind") || box.dataset.kind || "");
    sent.set("stem", valueOf("stem"));
    sent.set("options", valueOf("options_text"));
    sent.set("answer", valueOf("answer_text"));
    sent.set("rubric", valueOf("rubric_text"));
    said.textContent = "正在找…";
    list.replaceChildren();
    try {
      const answer = await fetch(box.dataset.url, { method: "POST", body: sent });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (found.error) said.textContent = found.error;
      else {
        said.textContent = found.proposals.length ? "看一看是不是这一句：" : "资料库里没有找到相近的原文。";
        show(found.proposals);
      }
    } catch {
      said.textContent = "没有联系上服务器，请稍后再试。";
    }
  });
}
