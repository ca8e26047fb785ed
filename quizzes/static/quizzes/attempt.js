// An enhancement: every answer is saved as it is given and says so. Without it the form's buttons save.
const form = document.querySelector(".quiz-form");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const RETRY_MS = [2000, 5000, 15000, 30000];
// Questions with an answer on its way; one request a question at a time, so that an older answer never overtakes a newer.
const pending = new Map();
const busy = new Set();
const again = new Set();
let leaving = false;

function say(question, text, isFault = false) {
  const line = question.querySelector(".q__saved");
  line.textContent = text;
  line.classList.toggle("is-fault", isFault);
}

function isAnswered(question) {
  return [...question.querySelectorAll("input")].some((input) =>
    input.type === "text" ? input.value.trim() : input.checked,
  );
}

function countAnswered() {
  const questions = [...form.querySelectorAll(".q")];
  document.querySelector("[data-answered]").textContent = questions.filter(isAnswered).length;
}

async function send(question, tries = 0) {
  const position = question.dataset.position;
  clearTimeout(pending.get(position));
  pending.set(position, 0);
  if (busy.has(position)) {
    again.add(position);
    return;
  }
  busy.add(position);
  await post(question, position, tries);
  busy.delete(position);
  if (again.delete(position)) send(question);
}

async function post(question, position, tries) {
  const body = new FormData();
  for (const input of question.querySelectorAll("input")) {
    if (input.type === "text" || input.checked) body.append(input.name, input.value);
  }
  try {
    const response = await fetch(form.dataset.answers.replace("/0/", `/${position}/`), {
      method: "POST",
      body,
      redirect: "manual",
      headers: { "X-CSRFToken": token },
    });
    // Only to the log-in page; and a log-in elsewhere makes this page's token stale.
    if (response.type === "opaqueredirect" || response.status === 403) {
      say(question, "登录已经过期，这个答案还没有保存。请刷新页面，登录后再选一次。", true);
      return;
    }
    const answer = await response.json();
    if (!again.has(position)) pending.delete(position);
    if (response.ok) say(question, `已保存 ${answer.at}`);
    else say(question, answer.error, true);
    if (answer.closed) location.reload();
  } catch {
    say(question, "网络不通，答案还没有保存，正在重试。", true);
    const wait = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
    pending.set(position, setTimeout(() => send(question, tries + 1), wait));
  }
}

form.addEventListener("change", (event) => {
  const question = event.target.closest(".q");
  if (!question) return;
  // Changed here, so the form's buttons save it whatever it held before.
  question.querySelector("[type=hidden]").value = "changed";
  countAnswered();
  send(question);
});
form.addEventListener("submit", () => { leaving = true; });
window.addEventListener("beforeunload", (event) => {
  if (pending.size && !leaving) event.preventDefault();
});

const clock = document.querySelector(".quiz-clock");
if (clock) {
  const end = Date.now() + Number(clock.dataset.seconds) * 1000;
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const minutes = String(Math.floor(left / 60)).padStart(2, "0");
    clock.textContent = `还剩 ${minutes}:${String(left % 60).padStart(2, "0")}`;
    clock.classList.toggle("is-short", left <= 60);
    if (left > 0) setTimeout(tick, 1000);
    else { leaving = true; setTimeout(() => location.reload(), 6000); }
  };
  tick();
}
