import HTTPTypes
import Settings

/// Who may change documents and policies.
///
/// In the profile `dev`, a loopback listener believes everybody who reaches it, as the data plane believes the identity
/// header there. Otherwise it takes the token of the control plane: whoever may change policies may do everything else.
struct WriteAccess: Sendable {
  let token: ControlToken
  let isOpen: Bool
  let isClosed: Bool

  init(_ configuration: Configuration, token: ControlToken) {
    self.token = token
    let settings = configuration.decisionPoint
    isOpen = settings.writes == .byProfile && configuration.profile == .dev && settings.isLoopback
    isClosed = settings.writes == .none
  }

  func check(_ request: OPARequest) throws(OPAError) {
    if isClosed {
      throw OPAError(.forbidden, .unauthorized, "decision_point.writes is none: nothing can be changed here")
    }
    guard !isOpen else { return }
    guard let proof = request.authorization, token.isProved(by: proof) else {
      throw OPAError(
        .unauthorized, .unauthorized,
        "changes need `Authorization: Bearer TOKEN` with the token in control.token of the state directory")
    }
  }
}
