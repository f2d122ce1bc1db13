public import Basics

/// The gateway as a whole, for `agw status`.
public struct GatewayStatus: Sendable {
  public let readiness: Readiness
  public let profile: String
  /// Where agents connect; nil until the gateway listens.
  public let address: String?
  public let components: [ComponentStatus]

  public var document: JSONValue {
    [
      "status": .string(readiness.isReady ? "ready" : "not_ready"), "profile": .string(profile),
      "address": address.map { .string($0) } ?? .null,
      "problems": .array(readiness.problems.map { .string($0) }),
      "components": .array(components.map(\.document)),
    ]
  }
}
