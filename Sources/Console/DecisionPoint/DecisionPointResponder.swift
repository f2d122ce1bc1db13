import Basics
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Settings

/// Everything that the decision point answers.
///
/// Paths are matched here rather than by a router, because a part of a document's path may hold an encoded slash.
struct DecisionPointResponder: HTTPResponder {
  typealias Context = DecisionPointContext

  let gateway: GatewayService
  let token: ControlToken
  /// Nil for a listener with TLS, which no web page can use without a certificate.
  let hostCheck: HostCheck?
  let threads: DecisionPointThreads
  private let strict = StrictPolicy()

  init(gateway: GatewayService, token: ControlToken, hostCheck: HostCheck?, threads: DecisionPointThreads) {
    self.gateway = gateway
    self.token = token
    self.hostCheck = hostCheck
    self.threads = threads
  }

  func respond(to request: Request, context: Context) async throws -> Response {
    do {
      try hostCheck?.check(request)
      let limit = gateway.configuration.decisionPoint.bodyBytesMax
      let read = try await OPARequest(request, peer: context.peer, bytesMax: limit)
      return try await threads.pool(for: read.verb).runIfActive { try answer(read) }
    } catch {
      return OPAAnswer.failure(OPAError(error))
    }
  }

  /// Blocks.
  private func answer(_ request: OPARequest) throws -> Response {
    let start = MonotonicTime.now()
    let parts = request.parts
    switch (parts.first, parts.dropFirst().first) {
    case (nil, _) where request.verb == .post: return try data.postVersion0(request, since: start)
    case ("v0", "data"): return try version0(request, since: start)
    case ("v1", "data"): return try documents(request, since: start)
    case ("v1", "policies"): return try modules(request, since: start)
    case ("v1", "query") where parts.count == 2: return try query(request, since: start)
    case ("v1", "compile") where parts.count == 2:
      return try only(.post, request) { try CompileAPI(gateway: gateway).post(request, since: start) }
    case ("v1", "config") where parts.count == 2: return try only(.get, request) { state.config(request) }
    case ("v1", "status") where parts.count == 2: return try only(.get, request) { state.status(request) }
    case ("health", nil): return try only(.get, request) { state.health(request) }
    case ("health", _): return try only(.get, request) { try state.health(byRule: request) }
    default: throw OPAError(.notFound, .notFound, "there is nothing at this path")
    }
  }

  private var data: DataAPI { DataAPI(gateway: gateway, strict: strict) }
  private var state: StateAPI { StateAPI(gateway: gateway) }
  private var access: WriteAccess { WriteAccess(gateway.configuration, token: token) }

  private func version0(_ request: OPARequest, since start: UInt64) throws -> Response {
    try only(.post, request) { try data.postVersion0(request, since: start) }
  }

  private func documents(_ request: OPARequest, since start: UInt64) throws -> Response {
    switch request.verb {
    case .get: return try data.get(request, since: start)
    case .post: return try data.post(request, since: start)
    case .put, .patch, .delete:
      try access.check(request)
      switch request.verb {
      case .put: return try data.put(request, since: start)
      case .patch: return try data.patch(request, since: start)
      default: return try data.delete(request, since: start)
      }
    default: throw Self.wrongVerb
    }
  }

  private func modules(_ request: OPARequest, since start: UInt64) throws -> Response {
    let modules = ModuleAPI(gateway: gateway)
    switch request.verb {
    case .get: return try request.parts.count == 2 ? modules.list(request) : modules.get(request)
    case .put, .delete:
      try access.check(request)
      return try request.verb == .put
        ? modules.put(request, since: start) : modules.delete(request, since: start)
    default: throw Self.wrongVerb
    }
  }

  private func query(_ request: OPARequest, since start: UInt64) throws -> Response {
    let queries = QueryAPI(gateway: gateway)
    switch request.verb {
    case .get: return try queries.get(request, since: start)
    case .post: return try queries.post(request, since: start)
    default: throw Self.wrongVerb
    }
  }

  private func only(
    _ verb: HTTPRequest.Method, _ request: OPARequest, _ answer: () throws -> Response
  ) throws -> Response {
    guard request.verb == verb else { throw Self.wrongVerb }
    return try answer()
  }

  private static let wrongVerb = OPAError(
    .methodNotAllowed, .invalidOperation, "this path does not take this method")
}
