public import Basics

/// One part of the gateway: how it is, and a few words about it.
public struct ComponentStatus: Sendable {
  public enum Health: String, Sendable {
    case ok
    /// It works, but not all of it.
    case degraded
    /// Calls that need it are refused.
    case failing
  }

  public let name: String
  public let health: Health
  public let detail: String

  init(_ name: String, _ health: Health, _ detail: String) {
    self.name = name
    self.health = health
    self.detail = detail
  }

  public var document: JSONValue {
    ["component": .string(name), "status": .string(health.rawValue), "detail": .string(detail)]
  }
}
