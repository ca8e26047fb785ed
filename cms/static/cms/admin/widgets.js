// Wagtail's choosers, date boxes and inline panels come with inline scripts, which our Content-Security-Policy
// keeps from running. Their text is read here instead and only these few known calls are made, on JSON arguments.
const DATE = /^(initDateChooser|initDateTimeChooser|initTimeChooser)\((".*?"),\s*(\{.*\})\);$/s;
const CHOOSER = /^new ((?:[A-Za-z]+\.)*[A-Za-z]*Chooser[A-Za-z]*)\((".*?"),\s*(\{.*\})\);$/s;
const PANEL = /new (InlinePanel|MultipleChooserPanel)\(JSON\.parse\((".*")\)\);/s;
const done = new WeakSet();

const lookUp = (path) => path.split(".").reduce((scope, name) => scope?.[name], window);

function start(script) {
  if (done.has(script) || script.src || (script.type && script.type !== "text/javascript")) return;
  done.add(script);
  const text = script.textContent.trim();
  let found;
  if ((found = DATE.exec(text))) lookUp(found[1])(JSON.parse(found[2]), JSON.parse(found[3]));
  else if ((found = CHOOSER.exec(text))) new (lookUp(found[1]))(JSON.parse(found[2]), JSON.parse(found[3]));
  else if ((found = PANEL.exec(text))) new (lookUp(found[1]))(JSON.parse(JSON.parse(found[2])));
}

const startIn = (root) => root.querySelectorAll?.("script").forEach(start);

startIn(document);
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) startIn(node);
}).observe(document.body, { childList: true, subtree: true });
