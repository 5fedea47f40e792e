/* Says so on the page when a passkey did not work; allauth writes it on the console only. */
(function () {
  "use strict";

  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    const message = document.getElementById("passkey_failed");
    message.hidden = false;
    message.scrollIntoView({ block: "nearest" });
  });
})();
