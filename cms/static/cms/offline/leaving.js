// Log-out clears this device, here and in the editors' desk; what has not been sent is asked about first.
import { OFFLINE, owner } from "./store.js";
import { entries, flush } from "./queue.js";
import { clearDevice, day } from "./keeping.js";
import { clearElsewhere, sendAnswers, waitingElsewhere } from "./elsewhere.js";

const LOG_OUT = "form[action$='/accounts/logout/'], form[action$='/admin/logout/']";

async function logOut(event) {
  const form = event.target.closest(LOG_OUT);
  if (!form || form.dataset.cleared) return;
  event.preventDefault();
  try {
    if (!(await cleared(form))) return;
  } catch { /* a browser that forbids storage keeps nothing */ }
  form.dataset.cleared = "1";
  form.submit();
}

async function cleared(form) {
  const mine = await owner();
  await flush().catch(() => {});
  await sendAnswers().catch(() => {});
  const rows = [...(await entries()), ...(await waitingElsewhere())];
  if (rows.length && !(await agreed(form, rows))) return false;
  await clearElsewhere();
  await clearDevice(mine);
  return true;
}

function agreed(form, rows) {
  document.querySelector("[data-discard]")?.remove();
  const box = document.createElement("div");
  box.className = "notice notice--warn";
  box.dataset.discard = "";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = `这台设备上还有 ${rows.length} 条没有发出，退出会把它们丢掉：`;
  const list = document.createElement("ul");
  list.append(...rows.map((row) => Object.assign(document.createElement("li"), { textContent: `${row.label}（${day(row.at)}）` })));
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "丢掉它们，退出登录" });
  const stay = Object.assign(document.createElement("a"), { href: "/offline/", className: "button button--quiet", textContent: "先去看看" });
  const buttons = Object.assign(document.createElement("p"), { className: "buttons" });
  buttons.append(button, stay);
  box.append(words, list, buttons);
  form.before(box);
  return new Promise((resolve) => { button.addEventListener("click", () => resolve(true), { once: true }); });
}

if (OFFLINE) document.addEventListener("submit", logOut);
