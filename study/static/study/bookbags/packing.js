// Enhancement: while the zip is made, puts the progress in place; without it, “刷新看进度” does.
const box = document.getElementById("packing");
const PAUSE = 1500;

async function look() {
  if (!box || !box.querySelector("[data-under-way]")) return;
  try {
    const answer = await fetch(box.dataset.progress, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) box.innerHTML = await answer.text();
  } catch {
    // The line is down: the next look tells.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
