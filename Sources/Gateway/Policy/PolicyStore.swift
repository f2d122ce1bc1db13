import Basics
import FoundationEssentials
public import Policy
import Settings
import Synchronization

/// What lies over the directory of policies, as the state directory keeps it: bundles that were downloaded, and what
/// was written through the REST API. Every function blocks on the disk.
///
/// It holds no policies in force; the snapshot does.
public final class PolicyStore: Sendable {
  static let overlayName = "policy-overlay.json"
  static let bundlesName = "bundles"
  /// An ETag that is longer is not kept, in bytes.
  private static let etagBytesMax = 1_024

  private let directory: String
  private let statuses = Mutex<[String: BundleStatus]>([:])

  /// - Parameter directory: The state directory; it need not be there.
  init(in directory: String) { self.directory = directory }

  // MARK: The stack

  /// Everything that policies come from, as the files are now.
  ///
  /// A bundle of a server that cannot be used any more, because it is damaged or its key is gone, counts as missing; a
  /// bundle on this machine, and what was written, must be readable.
  func stack(_ configuration: Configuration, over bundle: PolicyBundle) throws(LoadProblem) -> PolicyStack {
    var bundles: [PolicyArchive] = []
    var missing: [String] = []
    for (name, settings) in configuration.policy.bundles.sorted(by: { $0.key < $1.key }) {
      if let file = settings.file {
        bundles.append(try local(name, file, settings, configuration))
      } else if let archive = try kept(name, settings, configuration) {
        bundles.append(archive)
      } else {
        missing.append(name)
      }
    }
    statuses.withLock { statuses in statuses = statuses.filter { configuration.policy.bundles[$0.key] != nil } }
    do throws(PolicyErrors) {
      return try PolicyStack(directory: bundle, bundles: bundles, missing: missing, overlay: try overlay())
    } catch {
      throw LoadProblem("policy", error)
    }
  }

  private func local(
    _ name: String, _ path: String, _ settings: BundleSettings, _ configuration: Configuration
  ) throws(LoadProblem) -> PolicyArchive {
    do {
      let bytes = try FileBytes.read(path, bytesMax: settings.bytesMax)
      let archive = try read(name, bytes, settings, configuration)
      note(name) { $0.activated(archive, at: .now()) }
      return archive
    } catch let error as BundleError {
      note(name) { $0.failed(error) }
      throw LoadProblem("policy", ["the bundle \(name), \(path): \(error)"])
    } catch {
      throw LoadProblem("policy", ["the bundle \(name): \(error)"])
    }
  }

  /// The last good archive of a server's bundle; nil if there is none.
  private func kept(
    _ name: String, _ settings: BundleSettings, _ configuration: Configuration
  ) throws(LoadProblem) -> PolicyArchive? {
    do {
      let bytes = try FileBytes.read(archivePath(name), bytesMax: settings.bytesMax)
      let archive = try read(name, bytes, settings, configuration)
      note(name) { status in if !status.isActive { status.activated(archive, at: .now()) } }
      return archive
    } catch let problem as LoadProblem {
      throw problem
    } catch let error as BundleError {
      note(name) { $0.failed(error) }
    } catch let error as FileError where !error.isNotFound {
      note(name) { $0.failed(BundleError(.storage, "\(error)")) }
    } catch {
      note(name) { _ in }
    }
    return nil
  }

  /// Reads an archive and checks it as the configuration says.
  func read(
    _ name: String, _ bytes: [UInt8], _ settings: BundleSettings, _ configuration: Configuration
  ) throws -> PolicyArchive {
    var verifier: BundleVerifier?
    if settings.signed {
      verifier = BundleVerifier(
        keys: try BundleKeys.read(configuration.policy.bundleKeys), keyID: settings.keyID, scope: settings.scope)
    }
    return try PolicyArchive(name: name, archive: bytes, verifier: verifier)
  }

  // MARK: Written documents and policies

  private func overlay() throws(PolicyErrors) -> PolicyOverlay {
    let path = "\(directory)/\(Self.overlayName)"
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileBytes.read(path, bytesMax: PolicyOverlay.bytesMax * 2)
    } catch {
      if error.isNotFound { return PolicyOverlay() }
      throw PolicyErrors([PolicyProblem("policy_overlay_invalid", file: path, "\(error)")])
    }
    return try PolicyOverlay(bytes)
  }

  func keep(_ overlay: PolicyOverlay) throws(FileError) {
    try FileBytes.replace("\(directory)/\(Self.overlayName)", with: overlay.bytes, mode: 0o600)
  }

  // MARK: Bundles on the disk

  private func archivePath(_ name: String) -> String { "\(directory)/\(Self.bundlesName)/\(name).tar.gz" }
  private func tagPath(_ name: String) -> String { "\(directory)/\(Self.bundlesName)/\(name).etag" }

  /// Keeps an archive as the last good one, with the tag that its server gave it.
  func keep(_ name: String, _ archive: [UInt8], etag: String?, url: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(directory)/\(Self.bundlesName)", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    // Without a tag for a moment rather than with the wrong one: then it is downloaded once more.
    try FileBytes.replace(tagPath(name), with: [], mode: 0o600)
    try FileBytes.replace(archivePath(name), with: archive, mode: 0o600)
    guard let etag, etag.utf8.count <= Self.etagBytesMax else { return }
    try FileBytes.replace(tagPath(name), with: Array("\(url)\n\(etag)".utf8), mode: 0o600)
  }

  /// The tag of the archive that is kept, if it came from `url`.
  func etag(_ name: String, url: String) -> String? {
    guard let bytes = try? FileBytes.read(tagPath(name), bytesMax: 8_192) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1)
    return lines.count == 2 && lines[0] == url[...] ? String(lines[1]) : nil
  }

  // MARK: Status

  /// How each configured bundle is, in order of the names.
  public var bundleStatuses: [BundleStatus] { statuses.withLock { $0.values.sorted { $0.name < $1.name } } }

  func note(_ name: String, _ change: (inout BundleStatus) -> Void) {
    statuses.withLock { change(&$0[name, default: BundleStatus(name: name)]) }
  }
}
