// An enhancement for the keyboard: a letter or a number chooses an option, the return key goes on to the next question.
// Only while the question, or the verdict, has the focus, which it gets as the page opens; so no key is taken elsewhere.
const question = document.querySelector(".ask .q");
const verdict = document.querySelector(".verdict");
const next = document.querySelector("[data-next]");

question?.addEventListener("keydown", (event) => {
  if (event.target.type === "text" || event.ctrlKey || event.metaKey || event.altKey) return;
  const options = [...question.querySelectorAll("input[type=radio], input[type=checkbox]")];
  const key = event.key.toUpperCase();
  const place = "123456789".includes(key) ? "123456789".indexOf(key) : "ABCDEFGHIJ".indexOf(key);
  if (event.key.length === 1 && options[place]) {
    options[place].click();
    options[place].focus();
    event.preventDefault();
  } else if (event.key === "Enter" && event.target === question) {
    question.form.requestSubmit();
  }
});

verdict?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && next) next.click();
});

// One press answers once; a second is stopped here, and the server records one answer whatever comes.
question?.form.addEventListener("submit", (event) => {
  if (question.form.dataset.sent) event.preventDefault();
  question.form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => question && delete question.form.dataset.sent);
