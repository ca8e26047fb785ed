// An enhancement: every answer is saved as it is given and says so. Without it the form's buttons save.
import { runClock } from "./attempt_clock.js";
import { Kept } from "./kept.js";

const form = document.querySelector(".quiz-form");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const state = document.querySelector("[data-state]");
const questions = [...form.querySelectorAll(".q")];
const kept = new Kept(form.dataset.attempt);
const RETRY_MS = [2000, 5000, 15000, 30000];
const TYPING_MS = 800;
const PATIENCE_MS = 20000;
// One request a question at a time, so that an older answer never overtakes a newer.
const busy = new Map();
const timers = new Map();
// What was last given in this page, to tell a change from a field that was only left.
const given = new Map();
let tries = 0;
let leaving = false;
let timeIsUp = false;

const positionOf = (question) => question.dataset.position;
const questionAt = (position) => form.querySelector(`.q[data-position="${position}"]`);
const fieldsOf = (question) => [...question.querySelectorAll(`[name="q${positionOf(question)}"]`)];
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

function say(question, text, isFault = false) {
  const line = question.querySelector(".q__saved");
  line.textContent = text;
  line.classList.toggle("is-fault", isFault);
}

function tell(text, isFault = false) {
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle("is-fault", isFault);
}

function valuesOf(question) {
  return fieldsOf(question).filter((field) => !isChoice(field) || field.checked).map((field) => field.value);
}

function fill(question, values) {
  fieldsOf(question).forEach((field, place) => {
    if (isChoice(field)) field.checked = values.includes(field.value);
    else field.value = values[place] ?? "";
  });
}

function isAnswered(question) {
  return fieldsOf(question).some((field) => (isChoice(field) ? field.checked : field.value.trim()));
}

function showAnswered() {
  const answered = questions.filter(isAnswered);
  document.querySelector("[data-answered]").textContent = answered.length;
  for (const link of document.querySelectorAll(".quiz-map a")) {
    const isDone = answered.some((question) => link.hash === `#${question.id}`);
    link.classList.toggle("is-answered", isDone);
    link.querySelector("span").textContent = isDone ? "已答" : "";
  }
}

function keep(question) {
  const values = valuesOf(question);
  const position = positionOf(question);
  if (given.get(position) === JSON.stringify(values)) return;
  given.set(position, JSON.stringify(values));
  // Changed here, so the form's buttons save it whatever it held before.
  question.querySelector("[type=hidden]").value = "changed";
  kept.put(position, values);
  showAnswered();
}

// Sends what is kept for a question until nothing is; answers whether the server has it all.
function send(question) {
  const position = positionOf(question);
  clearTimeout(timers.get(position));
  if (!busy.has(position)) {
    const sending = sendAll(question).finally(() => busy.delete(position));
    busy.set(position, sending);
  }
  return busy.get(position);
}

async function sendAll(question) {
  const position = positionOf(question);
  for (let entry = kept.get(position); entry; entry = kept.get(position)) {
    if (!(await post(question, entry))) return false;
  }
  return true;
}

function bodyOf(position, entry) {
  const body = new FormData();
  for (const value of entry.values) body.append(`q${position}`, value);
  body.append("device", entry.device);
  body.append("turn", entry.turn);
  body.append("kept", Math.max(0, Date.now() - entry.given));
  return body;
}

async function post(question, entry) {
  const position = positionOf(question);
  let response, answer;
  try {
    response = await fetch(form.dataset.answers.replace("/0/", `/${position}/`), {
      method: "POST",
      body: bodyOf(position, entry),
      redirect: "manual",
      headers: { "X-CSRFToken": token },
      signal: AbortSignal.timeout?.(PATIENCE_MS),
    });
    // Only to the log-in page; and a log-in elsewhere makes this page's token stale.
    if (response.type === "opaqueredirect" || response.status === 403) {
      say(question, "登录已经过期，这个答案先记在这台设备上。请刷新页面，登录后会接着保存。", true);
      return false;
    }
    if (response.status >= 500) throw new Error(response.status);
    if (!response.headers.get("Content-Type")?.includes("json")) {
      say(question, "这份答卷打不开了，请刷新页面。答案先记在这台设备上。", true);
      return false;
    }
    answer = await response.json();
  } catch {
    lost(question);
    return false;
  }
  tries = 0;
  kept.sent(position, entry);
  heard(question, response.ok, answer);
  return true;
}

function heard(question, isSaved, answer) {
  if (isSaved) {
    if (!kept.get(positionOf(question))) say(question, `已保存 ${answer.at}`);
  } else {
    say(question, answer.error, true);
    given.delete(positionOf(question));
    if (answer.values) fill(question, answer.values);
    showAnswered();
  }
  if (!kept.positions().length) tell("");
  if (answer.closed) close();
}

// After the paper is closed nothing kept can be used any more; the page that follows says how it ended.
function close() {
  kept.clear();
  leaving = true;
  location.reload();
}

function lost(question) {
  say(question, "网络不通，答案先记在这台设备上，网络恢复后自动保存。", true);
  tell(`网络不通，有 ${kept.positions().length} 道题的答案还没有保存到网上。`, true);
  const wait = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
  const position = positionOf(question);
  clearTimeout(timers.get(position));
  timers.set(position, setTimeout(() => { tries += 1; send(question); }, wait));
}

async function sendEverything() {
  const waiting = kept.positions().map(questionAt).filter(Boolean);
  const done = await Promise.all(waiting.map(send));
  return done.every(Boolean);
}

// What an earlier visit could not send: shown again, and sent with the time it was given.
function takeUp() {
  for (const position of kept.positions()) {
    const question = questionAt(position);
    if (!question || question.disabled) { kept.sent(position, kept.get(position)); continue; }
    fill(question, kept.get(position).values);
    question.querySelector("[type=hidden]").value = "changed";
    say(question, "上次没有保存上的答案，正在保存。");
    send(question);
  }
  showAnswered();
}

form.addEventListener("change", (event) => {
  const question = event.target.closest(".q");
  if (!question || timeIsUp) return;
  keep(question);
  send(question);
});
// Words are kept with every key, and sent when the writer pauses.
form.addEventListener("input", (event) => {
  const question = event.target.closest(".q");
  if (!question || timeIsUp || isChoice(event.target)) return;
  keep(question);
  clearTimeout(timers.get(positionOf(question)));
  timers.set(positionOf(question), setTimeout(() => send(question), TYPING_MS));
});
window.addEventListener("online", sendEverything);

async function check(question, button) {
  const position = positionOf(question);
  button.disabled = true;
  try {
    if (!(await send(question))) throw new Error();
    const url = `${form.dataset.answers.replace("/0/", `/${position}/`)}check/`;
    const response = await fetch(url, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token } });
    if (response.status === 409) {
      say(question, (await response.json()).error, true);
    } else if (response.ok) {
      const place = form.querySelector(`[data-check="${position}"]`);
      place.innerHTML = await response.text();
      question.disabled = true;
      question.classList.add("is-checked");
      place.firstElementChild.focus();
    } else throw new Error();
  } catch {
    say(question, "现在连不上，过一会儿再看对错。", true);
  } finally {
    button.disabled = false;
  }
}

form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (button?.name === "check") {
    event.preventDefault();
    check(questionAt(button.value), button);
    return;
  }
  if (leaving || !kept.positions().length) { leaving = true; return; }
  event.preventDefault();
  tell("正在保存最后的答案……");
  if (await sendEverything()) { leaving = true; form.requestSubmit(button); }
  else tell("网络不通，现在还交不了卷。答案都记在这台设备上，网络恢复后再点一次。", true);
});
window.addEventListener("beforeunload", (event) => {
  if (kept.positions().length && !leaving) event.preventDefault();
});
// Coming back with the browser's arrows shows an old page; what it says may not hold any more.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const clock = document.querySelector(".quiz-clock");
if (clock) {
  runClock(clock, {
    say: tell,
    over() {
      timeIsUp = true;
      leaving = true;
      for (const question of questions) question.disabled = true;
      tell("时间到，正在按已保存的答案交卷。");
      sendEverything().then((isSent) => {
        // The server waits some seconds for what is on its way before it hands the paper in.
        if (isSent) setTimeout(() => location.reload(), 6000);
        else tell("时间到。网络不通，会按已经保存上的答案交卷；网络恢复后，这一页会打开结果。", true);
      });
    },
  });
}
takeUp();
