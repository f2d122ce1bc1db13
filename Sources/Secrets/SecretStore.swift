public import Basics
public import Storage
import Synchronization

/// The embedded store of secrets.
///
/// Values are on the disk only encrypted, and in the clear only in the memory of the gateway. If the file
/// cannot be read, nothing is given: every redemption fails with `secret_store_unavailable`.
public final class SecretStore: Sendable {
  private let vault: SecretVault
  private let table: Mutex<Result<SecretTable, SecretError>>
  /// Held while the file is read or written, so that an older view never replaces a newer one.
  private let disk = Mutex(())

  /// Opens the store of a state directory; if it cannot be read, ``problem`` says why. Blocks on the disk.
  public init(in directory: StateDirectory) {
    let vault = SecretVault(directory: directory)
    self.vault = vault
    table = Mutex(Self.load(vault))
  }

  /// Why nothing is given, if so.
  public var problem: SecretError? {
    table.withLock { if case .failure(let error) = $0 { error } else { nil } }
  }

  /// Reads the file again, because another process has changed it. On failure the store gives nothing any
  /// more: what it still knew may have been revoked. Blocks on the disk.
  public func reload() throws(SecretError) {
    try disk.withLock { _ throws(SecretError) in
      let loaded = Self.load(vault)
      table.withLock { $0 = loaded }
      if case .failure(let error) = loaded { throw error }
    }
  }

  /// Gives the value of a secret for one call. Answers from memory.
  ///
  /// - Parameters:
  ///   - reference: What stands in the call.
  ///   - principal: The identity that calls, proved.
  ///   - tool: The tool that is called.
  /// - Returns: The value, or `secret_not_found` (also if it was revoked), `secret_not_allowed`,
  ///   `secret_expired`, `secret_store_unavailable`.
  public func redeem(
    _ reference: SecretReference, principal: String, tool: String, now: Timestamp
  ) -> Result<Redacted<String>, SecretError> {
    table.withLock { table in
      switch table {
      case .failure(let error): return .failure(error)
      case .success(let table):
        let name = reference.name
        guard let row = table.rows[name], let value = row.value else {
          return .failure(SecretError(.notFound, "There is no secret \"\(name)\"."))
        }
        guard row.entry.rule.allows(principal: principal, tool: tool, scope: reference.scope) else {
          return .failure(
            SecretError(.notAllowed, "The secret \"\(name)\" is not for this caller, tool and scope."))
        }
        if let end = row.entry.rule.expiresAt, now >= end {
          return .failure(SecretError(.expired, "The secret \"\(name)\" has expired."))
        }
        return .success(value)
      }
    }
  }

  /// Every secret, without its value, by name; the revoked ones included.
  public func list() throws(SecretError) -> [SecretEntry] {
    try table.withLock { table throws(SecretError) in try table.get().entries }
  }

  /// Adds a secret; one that was revoked may be added anew. Blocks on the disk.
  public func put(
    _ name: String, _ value: Redacted<String>, _ rule: SecretRule, now: Timestamp
  ) throws(SecretError) -> SecretEntry {
    try change { table throws(SecretError) in try table.put(name, value, rule, now: now) }
  }

  /// Gives a secret a new value; the old one is gone. Blocks on the disk.
  public func rotate(_ name: String, to value: Redacted<String>, now: Timestamp) throws(SecretError)
    -> SecretEntry
  {
    try change { table throws(SecretError) in try table.rotate(name, to: value, now: now) }
  }

  /// Takes a secret out of use: its value is gone for good. Blocks on the disk.
  public func revoke(_ name: String, now: Timestamp) throws(SecretError) -> SecretEntry {
    try change { table throws(SecretError) in try table.revoke(name, now: now) }
  }

  private func change(
    _ body: (inout SecretTable) throws(SecretError) -> SecretEntry
  ) throws(SecretError) -> SecretEntry {
    try disk.withLock { _ throws(SecretError) in
      let (entry, changed) = try vault.change(body)
      table.withLock { $0 = .success(changed) }
      return entry
    }
  }

  private static func load(_ vault: SecretVault) -> Result<SecretTable, SecretError> {
    do throws(SecretError) {
      return .success(try vault.load())
    } catch {
      return .failure(error)
    }
  }
}
