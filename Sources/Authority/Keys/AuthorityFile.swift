import Basics
import SPIFFE

/// The file of the authority's keys: mode 0600, replaced whole, so that a crash in the midst of a rotation leaves the
/// keys of before or those of after.
struct AuthorityFile: Sendable {
  static let bytesMax = 1 << 20
  static let mode: UInt32 = 0o600

  let path: String

  /// nil if there is none yet. Blocks on the disk.
  func read(of trustDomain: TrustDomain) throws(AuthorityError) -> AuthorityKeys? {
    let (permissions, bytes): (UInt32, [UInt8])
    do throws(FileError) {
      (permissions, bytes) = (try FileBytes.permissions(path), try FileBytes.read(path, bytesMax: Self.bytesMax))
    } catch {
      if error.isNotFound { return nil }
      throw AuthorityError(.unreadable, "\(error)")
    }
    guard permissions & 0o077 == 0 else {
      throw AuthorityError(.openToOthers, "\(path): others may read the authority's keys; run: chmod 600 \(path)")
    }
    do throws(AuthorityError) { return try AuthorityKeys(stored: bytes, of: trustDomain) } catch {
      throw AuthorityError(
        error.code, "\(path): \(error.detail); restore it from a backup, or remove it to begin with a new authority")
    }
  }

  func write(_ keys: AuthorityKeys) throws(AuthorityError) {
    do throws(FileError) { try FileBytes.replace(path, with: keys.stored.exposed(), mode: Self.mode) } catch {
      throw AuthorityError(.unwritable, "\(error)")
    }
  }
}
