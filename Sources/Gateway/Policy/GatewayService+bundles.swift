import Basics
import NIOCore
import Policy
import Settings
import Telemetry

extension GatewayService {
  /// Asks the server of one bundle, and puts what it sends in force. Returns whether that went well.
  ///
  /// - Parameter disk: Runs what blocks: unpacking, verifying, compiling, keeping.
  func pollBundle(
    _ name: String, _ settings: BundleSettings, disk: @escaping @Sendable (@escaping @Sendable () throws -> Void) async throws -> Void
  ) async -> Bool {
    let store = runtime.policies
    store.note(name) { $0.request(at: .now()) }
    do {
      let (source, url) = try Self.source(name, settings)
      let active = runtime.snapshot.parts.stack.bundles.first { $0.name == name }
      let etag = active == nil ? nil : store.etag(name, url: url)
      switch try await download(source, etag: etag) {
      case .unchanged:
        store.note(name) { $0.unchanged(at: .now()) }
        runtime.metrics.bundleRequests["unchanged"].increment()
      case .archive(let bytes, _) where Digest256(of: bytes) == active?.digest:
        // A server without tags sends the same again.
        store.note(name) { $0.unchanged(at: .now()) }
        runtime.metrics.bundleRequests["unchanged"].increment()
      case .archive(let bytes, let etag):
        store.note(name) { $0.downloaded(at: .now()) }
        try await disk { [self] in try activate(name, bytes, settings, etag: etag, url: url) }
        runtime.metrics.bundleRequests["activated"].increment()
      }
      return true
    } catch {
      store.note(name) { $0.failed(Self.bundleError(error)) }
      runtime.metrics.bundleRequests["failed"].increment()
      return false
    }
  }

  private static func source(
    _ name: String, _ settings: BundleSettings
  ) throws -> (source: BundleDownload.Source, url: String) {
    guard let text = settings.url, let url = UpstreamURL(text) else {
      throw BundleError(.download, "policy.bundles.\(name).url is no URL.")
    }
    let token = try SecretText.read(env: settings.tokenEnv, file: settings.tokenFile, "policy.bundles.\(name)")
    return (
      BundleDownload.Source(url: url, token: token, timeout: settings.timeout, bytesMax: settings.bytesMax), text
    )
  }

  private func download(_ source: BundleDownload.Source, etag: String?) async throws -> BundleDownload.Answer {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<BundleDownload.Answer, any Error>) in
      plane.onSomeLoop { loop in
        BundleDownload.fetch(source, etag: etag, on: loop).whenComplete { done.resume(with: $0) }
      }
    }
  }

  /// Blocks on the disk. What is wrong with the archive leaves the one in force.
  private func activate(
    _ name: String, _ bytes: [UInt8], _ settings: BundleSettings, etag: String?, url: String
  ) throws {
    let store = runtime.policies
    let archive = try store.read(name, bytes, settings, configuration)
    _ = try reloader.changePolicies { stack in
      try stack.activating(archive)
    } keep: { _ in
      try store.keep(name, bytes, etag: etag, url: url)
    }
    let now = Timestamp.now()
    store.note(name) { $0.activated(archive, at: now) }
    runtime.metrics.bundleActivation.register(name).set(now.seconds)
    recordChange("bundle \(name) activated: revision \"\(archive.manifest.revision.prefix(128))\", digest \(archive.digest.hex)")
  }

  private static func bundleError(_ error: any Error) -> BundleError {
    switch error {
    case let error as BundleError: error
    case let error as PolicyErrors:
      BundleError(.content, "The bundle does not compile with what is in force: \(error)", problems: error.problems)
    case let error as FileError: BundleError(.storage, "\(error)")
    case let error as LoadProblem: BundleError(.signature, "\(error)")
    default: BundleError(.storage, "\(error)")
    }
  }
}
