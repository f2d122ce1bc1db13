public import Basics
public import Rego

/// One file of a bundle.
public struct PolicyFile: Sendable {
  public enum Kind: Sendable, Equatable {
    case policy, test, json, yaml

    /// By the end of the name; nil for files that are no part of a bundle.
    init?(name: String) {
      if name.hasSuffix("_test.rego") {
        self = .test
      } else if name.hasSuffix(".rego") {
        self = .policy
      } else if name.hasSuffix(".json") {
        self = .json
      } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
        self = .yaml
      } else {
        return nil
      }
    }
  }

  /// Relative to the directory of policies, with slashes.
  public let path: String
  public let kind: Kind
  public let bytes: [UInt8]
  /// The language of a policy, if its bundle says it.
  public let version: RegoVersion?

  public init?(path: String, bytes: [UInt8], version: RegoVersion? = nil) {
    guard let kind = Kind(name: path) else { return nil }
    self.path = path
    self.kind = kind
    self.bytes = bytes
    self.version = version
  }

  public var digest: Digest256 { Digest256(of: bytes) }
}
