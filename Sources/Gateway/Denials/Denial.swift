public import Basics
import Identity

/// A refusal: data, not prose. Equality is on the code.
public struct Denial: Error, Sendable, Equatable {
  public let code: DenialCode
  /// One sentence for people. Never holds secrets, internal addresses, stack traces or policy text.
  public let message: String
  /// Facts for programs; small and free of payload.
  public var details: JSONObject
  /// Seconds after which the same call may succeed; nil where waiting does not help.
  public var retryAfterSeconds: Int?
  /// JSON-RPC code that the protocol itself assigns to this fault; nil for the gateway's own.
  public var protocolCode: Int?
  /// Members that the protocol wants in the `data` of an error with its own code.
  public var protocolData: JSONObject = [:]
  /// Set where the refusal is about who calls: the challenge says so.
  var identityError: IdentityError?

  public init(
    _ code: DenialCode, _ message: String, details: JSONObject = [:], retryAfterSeconds: Int? = nil,
    protocolCode: Int? = nil
  ) {
    self.code = code
    self.message = message
    self.details = details
    self.retryAfterSeconds = retryAfterSeconds
    self.protocolCode = protocolCode
  }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

  /// The JSON-RPC error code: the protocol's own, or -31000 minus the layer, outside every reserved range.
  public var jsonrpcCode: Int { protocolCode ?? -31_000 - code.layer }
}
