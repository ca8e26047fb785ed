// Goes on searching while the page is open, and reloads a page that waits for an import. Without it, buttons do both.
const box = document.querySelector("[data-sources]");
const go = box?.querySelector("[data-sources-go]");

if (go) {
  const said = box.querySelector("[data-sources-said]");
  const bar = box.querySelector("[data-sources-bar]");
  const stop = box.querySelector("[data-sources-stop]");
  let running = false;

  const step = async () => {
    const answer = await fetch(box.dataset.url, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(go),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const run = async () => {
    running = true;
    go.hidden = true;
    stop.hidden = false;
    try {
      while (running) {
        const now = await step();
        said.textContent = now.sentence;
        bar.value = now.done;
        bar.max = now.total;
        if (now.done >= now.total) break;
      }
    } catch {
      said.textContent = "和服务器的联系断了，已找的都在；稍后点“接着找”。";
      go.hidden = false;
      stop.hidden = true;
      return;
    }
    window.location.reload();
  };

  go.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  stop.addEventListener("click", () => {
    running = false;
  });
}

if (document.querySelector("[data-reload]")) {
  window.setTimeout(() => window.location.reload(), 3000);
}
