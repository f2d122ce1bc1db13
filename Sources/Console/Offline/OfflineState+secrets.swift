public import Basics
public import Secrets
import Storage

extension OfflineState {
  public func secrets() throws -> JSONValue {
    ["secrets": .array(try SecretStore(in: directory()).list().map(\.document))]
  }

  public func put(_ name: String, _ value: Redacted<String>, _ rule: SecretRule) throws -> JSONValue {
    try SecretStore(in: idleDirectory()).put(name, value, rule, now: .now()).document
  }

  public func rotate(_ name: String, to value: Redacted<String>) throws -> JSONValue {
    try SecretStore(in: idleDirectory()).rotate(name, to: value, now: .now()).document
  }

  public func revoke(secret name: String) throws -> JSONValue {
    try SecretStore(in: idleDirectory()).revoke(name, now: .now()).document
  }
}
