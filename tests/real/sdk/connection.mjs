/** Connections as the SDK makes them, one for each way to log on. */

import sdk from "@adobe/acc-js-sdk";

const { ConnectionParameters } = sdk;
const KINDS = {
  password: (at, options) =>
    ConnectionParameters.ofUserAndPassword(at.endpoint, at.login, at.password, options),
  "ims-exchange": (at, options) => ConnectionParameters.ofBearerToken(at.endpoint, at.token, options),
  "ims-bearer": (at, options) =>
    ConnectionParameters.ofImsBearerToken(at.endpoint, at.token, { ...options, sessionInfo: true }),
  "session-token": (at, options) =>
    ConnectionParameters.ofSessionToken(at.endpoint, `${at.login}/${at.password}`, options),
};

/** Returns where a client connects, and as whom. */
export function parameters(at, options = {}) {
  return KINDS[at.kind](at, options);
}

/** Returns a client that is not logged on yet. */
export function connect(at, options = {}) {
  return sdk.init(parameters(at, options));
}

/** Returns a client that goes on with the tokens of another. */
export function withTokensOf(at, tokens) {
  const { session, security } = tokens;
  return sdk.init(ConnectionParameters.ofSessionAndSecurityToken(at.endpoint, session, security));
}

/** Returns the tokens that *client* holds. */
export function tokensOf(client) {
  return { session: client._sessionToken, security: client._securityToken };
}
