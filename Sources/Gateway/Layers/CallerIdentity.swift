import Basics
import Identity
import MCP
import SPIFFE

/// Layer 3: who is calling, by proof.
struct CallerIdentity: Layer {
  let name = LayerName.spiffeAuth
  let authenticator: Authenticator
  /// Whether the profile lets X-SPIFFE-ID count, on loopback.
  let isHeaderAllowed: Bool
  let sessions: ClientSessions
  let identities: IdentityStore

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    let evidence = CallerEvidence(
      isHeaderAllowed: isHeaderAllowed, isLoopback: call.request.isLoopback,
      headerValues: call.request.identityHeaders, authorizationValues: call.request.authorization,
      peer: call.request.peerSVID)
    switch authenticator.principal(for: evidence, now: call.receivedAt) {
    case .failure(let error): return .refuse(Self.denial(error))
    case .success(let principal):
      guard identities.admit(principal.id, now: call.receivedAt), !isActorKeptOut(principal) else {
        return .refuse(Self.denial(.revoked))
      }
      call.principal = principal
      return bindSession(call, principal)
    }
  }

  /// Whoever acts for somebody else has to be welcome too.
  private func isActorKeptOut(_ principal: Principal) -> Bool {
    principal.delegation.contains { actor in (try? SPIFFEID(actor)).map { identities.isRevoked($0) } ?? false }
  }

  /// A session belongs to the principal that opened it; to others it does not exist.
  private func bindSession(_ call: Call, _ principal: Principal) -> Verdict {
    if let owner = call.request.channelOwner, owner != principal.id.text {
      return .refuse(Denial(.sessionUnknown, "This session does not exist or has ended."))
    }
    guard call.era == .legacy, let id = call.request.sessionID else { return .proceed }
    guard let session = sessions.find(id, of: principal.id.text, now: call.startedAt) else {
      return .refuse(Denial(.sessionUnknown, "This session does not exist or has ended."))
    }
    if let version = call.request.protocolVersion, version != session.protocolVersion,
      call.envelope?.method != .initialize
    {
      return .refuse(
        Denial(
          .headerMismatch, "The protocol version is not the one that this session negotiated.",
          protocolCode: RPCCode.invalidRequest))
    }
    call.session = session
    guard let envelope = call.envelope, envelope.isRequest, let requestID = envelope.id else { return .proceed }
    guard session.begin(requestID) else {
      return .refuse(
        Denial(
          .invalidJSONRPC, "A request with this id is under way.", details: ["reason": "id_in_use"],
          protocolCode: RPCCode.invalidRequest))
    }
    call.isUnderWay = true
    return .proceed
  }

  func settle(_ call: Call, _ outcome: Outcome) {
    guard call.isUnderWay, let id = call.envelope?.id else { return }
    call.isUnderWay = false
    call.session?.end(id)
  }

  static func denial(_ error: IdentityError) -> Denial {
    let code: DenialCode =
      switch error {
      case .required: .identityRequired
      case .revoked: .identityRevoked
      default: .identityInvalid
      }
    var denial = Denial(code, error.message, details: ["reason": .string(error.code)])
    denial.identityError = error
    return denial
  }
}
