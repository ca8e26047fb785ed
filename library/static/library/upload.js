// An enhancement: sends a large file in pieces, shows how far it is, and goes on after the line was cut.
const form = document.querySelector("[data-uploads]");
const field = form?.querySelector("input[name=recording]");

if (field) {
  const box = form.querySelector("[data-upload-state]");
  const bar = box.querySelector("progress");
  const said = box.querySelector("[data-upload-said]");
  const notes = box.querySelector("[data-upload-notes]");
  const stop = box.querySelector("[data-upload-stop]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const TRIES = 8;
  let turn = 0;

  const call = async (url, options) => {
    const response = await fetch(url, { ...options, headers: { "X-CSRFToken": token, ...options.headers } });
    const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
    return { status: response.status, answer };
  };
  const show = (words, percent) => {
    box.hidden = false;
    said.textContent = words;
    if (percent !== undefined) bar.value = percent;
  };
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

  const sendPieces = async (file, state, mine) => {
    let at = state.received;
    let tries = 0;
    while (at < file.size) {
      if (mine !== turn) return false;
      let reply;
      try {
        reply = await call(state.url, {
          method: "PATCH",
          headers: { "Upload-Offset": String(at), "Content-Type": "application/octet-stream" },
          body: file.slice(at, at + state.piece),
        });
      } catch { reply = { status: 0, answer: {} }; }
      if (reply.status === 200) {
        at = reply.answer.received;
        tries = 0;
        const percent = Math.floor((at / file.size) * 100);
        show(`已上传 ${percent}%`, percent);
      } else if (reply.status === 409 || reply.status === 0 || reply.status >= 500) {
        tries += 1;
        if (tries > TRIES) throw new Error("网络断了，没有传完。重新选同一个文件，会从断的地方接着传。");
        show(`网络断了，正在重试（第 ${tries} 次）……`);
        await wait(500 * 2 ** tries);
        try { at = (await call(state.url, { method: "GET" })).answer.received ?? at; } catch { /* still cut off */ }
      } else {
        throw new Error(reply.answer.error ?? "上传没有成功，请刷新页面后再试。");
      }
    }
    return true;
  };

  const send = async (file) => {
    turn += 1;
    const mine = turn;
    form.upload.value = "";
    notes.replaceChildren();
    stop.hidden = false;
    show("正在准备……", 0);
    try {
      const data = new FormData();
      data.append("name", file.name);
      data.append("size", file.size);
      const begun = await call(form.dataset.uploads, { method: "POST", body: data });
      if (begun.status !== 201) throw new Error(begun.answer.error ?? "上传没有成功，请刷新页面后再试。");
      if (!await sendPieces(file, begun.answer, mine)) return;
      show("传完了，正在检查……", 100);
      const checked = await call(begun.answer.check, { method: "POST" });
      if (mine !== turn) return;
      if (checked.status !== 200) throw new Error(checked.answer.error ?? "没有通过检查，请换一个文件。");
      form.upload.value = checked.answer.id;
      // The file is on the server; sent once more with the form it would only cost time.
      field.value = "";
      show(`已传好：${file.name}（${checked.answer.said}）`, 100);
      for (const note of checked.answer.notes) {
        const line = document.createElement("li");
        line.textContent = note;
        notes.append(line);
      }
    } catch (error) {
      if (mine !== turn) return;
      field.value = "";
      show(error.message);
    }
    stop.hidden = true;
  };

  field.addEventListener("change", () => { if (field.files[0]) send(field.files[0]); });
  stop.addEventListener("click", () => {
    turn += 1;
    stop.hidden = true;
    field.value = "";
    show("已停下。重新选同一个文件，会接着传。");
  });
  form.addEventListener("submit", (event) => {
    if (field.files[0] && !form.upload.value) {
      event.preventDefault();
      show("文件还没有传完，传完后再交。");
    }
  });
}
