// Enhancement: items can be dragged into order by their handle, with a mouse, a pen or a finger. Without it, and for the
// keyboard, the buttons 上移 and 下移 do the same.
const list = document.querySelector("[data-order]");

function token() {
  return document.querySelector("input[name=csrfmiddlewaretoken]").value;
}

function say(words) {
  document.querySelector("[data-drag-said]").textContent = words;
}

async function keep() {
  const sent = new URLSearchParams();
  for (const line of list.children) sent.append("item", line.dataset.item);
  try {
    const answer = await fetch(list.dataset.order, {
      method: "POST",
      headers: { "X-CSRFToken": token() },
      body: sent,
      credentials: "same-origin",
    });
    if (!answer.ok) throw new Error(answer.status);
    const { dates } = await answer.json();
    for (const line of list.children) {
      const shown = line.querySelector("[data-date]");
      if (shown) shown.textContent = dates[line.dataset.item] ?? shown.textContent;
    }
    say("顺序已保存，日期已重新排过。");
  } catch {
    // What is on the screen is not what is kept: show what is kept.
    location.reload();
  }
}

function mark() {
  const lines = [...list.children];
  lines.forEach((line, place) => {
    line.querySelector("[value=up]").disabled = place === 0;
    line.querySelector("[value=down]").disabled = place === lines.length - 1;
  });
}

function drag(event) {
  if (event.button > 0) return;
  const line = event.target.closest("[data-item]");
  const before = [...list.children].indexOf(line);
  line.classList.add("is-dragged");

  function move(moved) {
    const over = [...list.children].find((other) => {
      const box = other.getBoundingClientRect();
      return other !== line && moved.clientY > box.top && moved.clientY < box.bottom;
    });
    if (!over) return;
    const box = over.getBoundingClientRect();
    if (moved.clientY < box.top + box.height / 2) over.before(line);
    else over.after(line);
  }

  function drop() {
    line.classList.remove("is-dragged");
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", drop);
    if ([...list.children].indexOf(line) === before) return;
    mark();
    keep();
  }

  // On the document: a line that changes its place loses what it had captured.
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
  event.preventDefault();
}

if (list) {
  document.querySelector("[data-drag-help]").hidden = false;
  for (const handle of list.querySelectorAll("[data-handle]")) {
    handle.hidden = false;
    handle.addEventListener("pointerdown", drag);
  }
}
