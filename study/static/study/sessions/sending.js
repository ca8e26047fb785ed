// An enhancement of the forms marked data-send: counts the roll, keeps what is being filled in on this device, and hands
// the form to the queue of what waits for a line. The queue gives every form a number of its own, so that the server
// records it once however often it is sent. Without this module the forms are plain forms.
import { drop, entries, post } from "../../cms/offline/queue.js";
import { OFFLINE, meta, owner, setMeta } from "../../cms/offline/store.js";

const form = document.querySelector("form[data-send]");
const said = form?.querySelector("[data-said]");
const NOT_SENT = new Set(["csrfmiddlewaretoken", "client_id"]);
const isFresh = form ? "fresh" in form.dataset : false;
let draftKey = "";

function fieldsOf() {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (!NOT_SENT.has(name) && typeof value === "string") fields[name] = value;
  }
  return fields;
}

function sum() {
  const roll = form.querySelector("[data-roll]");
  if (!roll) return;
  const counts = new Map();
  for (const input of roll.querySelectorAll("input:checked")) {
    const label = input.nextElementSibling.textContent;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  roll.querySelector("[data-roll-sum]").textContent = [...counts].map(([label, number]) => `${label} ${number}`).join("，");
}

// --- what is being filled in ---------------------------------------------------------------------------------------
const based = () => form.elements.based_on?.value ?? "";
const saveDraft = () => setMeta(draftKey, { based: based(), fields: fieldsOf() });
const forgetDraft = () => setMeta(draftKey, null);

async function restoreDraft() {
  const draft = await meta(draftKey);
  // The list changed since: what was begun from the old one would write over it.
  if (!draft || draft.based !== based()) return;
  for (const [name, value] of Object.entries(draft.fields)) {
    if (name === "organization" || name === "based_on") continue;
    const field = form.elements[name];
    if (field && "value" in field) field.value = value;
  }
  said.textContent = "接着上次没填完的填。";
}

// --- handing in ----------------------------------------------------------------------------------------------------
async function handIn(event) {
  event.preventDefault();
  const pressed = event.submitter;
  if (pressed) pressed.disabled = true;
  said.textContent = "正在保存……";
  try {
    const fields = fieldsOf();
    const label = form.dataset.name + (fields.held_on ? ` ${fields.held_on}` : "");
    settle(await post({ url: form.dataset.send, fields, label }));
  } finally {
    if (pressed) pressed.disabled = false;
  }
}

async function settle({ state, answer, error }) {
  if (state === "sent") {
    await forgetDraft();
    location.assign(answer.url);
  } else if (state === "waiting") {
    await forgetDraft();
    if (isFresh) form.reset();
    sum();
    said.textContent = "没有网络，已存在这台设备上，联网后自动发出，不用再填一遍。";
  } else if (state === "conflict") {
    said.replaceChildren(`${error} `, settleLink());
  } else {
    await takeBack();
    said.textContent = error;
  }
}

function settleLink() {
  const link = document.createElement("a");
  link.href = "/offline/";
  link.textContent = "去对照";
  return link;
}

// What was refused while the form is still open is put right here, so it need not wait in the queue as well.
async function takeBack() {
  for (const one of await entries()) {
    if (one.url === form.dataset.send && one.state === "refused") await drop(one.seq);
  }
}

function today() {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

if (form) {
  sum();
  form.addEventListener("change", sum);
  if (OFFLINE) {
    draftKey = `roll|${await owner()}|${form.dataset.send}|${form.elements.organization?.value ?? ""}`;
    // A page kept on the device is of the day it was kept.
    if (document.documentElement.dataset.kept && form.elements.held_on) form.elements.held_on.valueAsDate = today();
    if (!document.querySelector("main [role=alert]")) await restoreDraft();
    sum();
    form.addEventListener("change", saveDraft);
    form.addEventListener("submit", handIn);
  }
}
