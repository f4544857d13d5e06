/* A passkey of this device: button[data-security-key] makes one ("create") or uses one ("get"), puts
   it into its form's field "credential" and sends the form. webauthnJSON is allauth's own script. */
const REFUSED = "没有读到安全密钥：可能已取消、超时，或者这个浏览器不支持。请重试，或改用验证码。";

for (const button of document.querySelectorAll("[data-security-key]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const form = button.closest("form");
    const said = form.querySelector("[data-security-key-said]");
    said.textContent = "请按浏览器的提示操作……";
    try {
      const options = JSON.parse(button.dataset.options);
      const key = await window.webauthnJSON[button.dataset.securityKey](options);
      form.elements.credential.value = JSON.stringify(key);
      form.requestSubmit();
    } catch {
      said.textContent = REFUSED;
    }
  });
}
