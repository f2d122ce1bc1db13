import Audit
import Basics
public import Settings
import Storage

/// The files of a gateway that does not run: what commands read and change without it.
///
/// Every function blocks on the disk. What a running gateway would not notice is not changed while one holds the
/// audit log.
public struct OfflineState: Sendable {
  let configuration: Configuration

  public init(_ configuration: Configuration) { self.configuration = configuration }

  /// The state directory; it is not made here, because a mistyped path would become one.
  func directory() throws -> StateDirectory {
    guard (try? FileBytes.permissions(configuration.stateDirectory)) != nil else {
      throw OfflineError("there is no state directory \(configuration.stateDirectory) yet; `agw serve` makes it")
    }
    return try StateDirectory(configuration.stateDirectory)
  }

  /// The state directory, for a change.
  func idleDirectory() throws -> StateDirectory {
    guard !AuditLog.isInUse(configuration.audit.path) else {
      throw OfflineError(
        "a gateway uses \(configuration.audit.path) but does not answer at its control plane; stop it, or try again")
    }
    return try directory()
  }
}
