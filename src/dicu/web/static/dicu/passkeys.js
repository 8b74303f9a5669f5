// Passkeys: asks the server what to ask, lets the browser ask its owner, and sends the answer with the form.
const decoded = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const encoded = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const descriptors = (list) => (list ?? []).map((each) => ({ ...each, id: decoded(each.id) }));

async function asked(form) {
  const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  if (answer.redirected || !answer.ok) {
    location.reload(); // signed out, or to be confirmed first: the page itself says which
    return null;
  }
  return (await answer.json()).publicKey;
}

async function created(options) {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: decoded(options.challenge),
      user: { ...options.user, id: decoded(options.user.id) },
      excludeCredentials: descriptors(options.excludeCredentials),
    },
  });
  const { clientDataJSON, attestationObject } = credential.response;
  return { credential, response: { clientDataJSON: encoded(clientDataJSON), attestationObject: encoded(attestationObject) } };
}

async function got(options) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: decoded(options.challenge),
      allowCredentials: descriptors(options.allowCredentials),
    },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  const response = {
    clientDataJSON: encoded(clientDataJSON),
    authenticatorData: encoded(authenticatorData),
    signature: encoded(signature),
  };
  return { credential, response: userHandle ? { ...response, userHandle: encoded(userHandle) } : response };
}

async function answered(form) {
  const options = await asked(form);
  if (!options) return;
  const { credential, response } = await (form.dataset.passkey === "create" ? created : got)(options);
  const id = encoded(credential.rawId);
  form.elements.answer.value = JSON.stringify({ id, rawId: id, type: credential.type, response, clientExtensionResults: {} });
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const words = form.querySelector("[data-passkey-words]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    words.hidden = true;
    try {
      await answered(form);
    } catch (fault) {
      words.textContent = form.dataset.failed; // not allowed, cancelled, no such device: the browser does not say which
      words.hidden = false;
    }
  });
}
