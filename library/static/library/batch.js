// The progress of an import: asks how far it is, which also moves it on where no worker does, until it has ended.
const batch = document.querySelector("[data-batch]");
const PAUSE = 700;
const PAUSE_AFTER_FAULT = 5000;
let since = "";

function cell(row) {
  const parts = [];
  if (row.url) {
    const link = document.createElement("a");
    link.href = row.url;
    link.textContent = `《${row.title}》`;
    parts.push(link);
  }
  for (const words of [row.url && row.warnings ? `有 ${row.warnings} 处要看一看` : "", row.message]) {
    if (!words) continue;
    const said = document.createElement("span");
    said.textContent = words;
    parts.push(said);
  }
  return parts;
}

function show(progress) {
  batch.querySelector("[data-batch-sentence]").textContent = progress.sentence;
  const bar = batch.querySelector("[data-batch-bar]");
  bar.max = progress.total;
  bar.value = progress.done;
  for (const row of progress.rows) {
    const line = batch.querySelector(`[data-batch-file="${row.id}"]`);
    if (!line) continue;
    line.className = `batch-${row.outcome}`;
    line.children[1].textContent = row.label;
    line.children[2].replaceChildren(...cell(row));
  }
  since = progress.since;
}

async function advance() {
  const body = new FormData();
  body.set("since", since);
  body.set("csrfmiddlewaretoken", batch.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(batch.dataset.advance, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function follow() {
  let pause = PAUSE;
  try {
    const progress = await advance();
    show(progress);
    // The buttons and the report of a batch that has ended are the server's to write.
    if (progress.state !== "running") return location.reload();
  } catch {
    pause = PAUSE_AFTER_FAULT;
    batch.querySelector("[data-batch-sentence]").textContent = "暂时连不上服务器，导入没有丢，正在重试。";
  }
  setTimeout(follow, pause);
}

if (batch?.dataset.state === "running") {
  batch.querySelector("[data-batch-refresh]")?.setAttribute("hidden", "");
  follow();
}
