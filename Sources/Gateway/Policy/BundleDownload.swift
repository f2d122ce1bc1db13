import Basics
import NIOCore
import Policy

/// Asks a bundle server once. Source: OPA, Bundles, Bundle Service API; RFC 9110 §13.1.2 for the tags.
enum BundleDownload {
  enum Answer: Sendable {
    /// What the tag names is still what there is.
    case unchanged
    case archive([UInt8], etag: String?)
  }

  struct Source: Sendable {
    let url: UpstreamURL
    let token: Redacted<String>?
    let timeout: Duration
    let bytesMax: Int
  }

  /// Fails with a ``BundleError``.
  static func fetch(_ source: Source, etag: String?, on loop: LoopState) -> EventLoopFuture<Answer> {
    var request = DocumentFetch.Request(url: source.url, token: source.token)
    if let etag { request.fields.append(("if-none-match", etag)) }
    return DocumentFetch.send(
      request, on: loop, bytesMax: source.bytesMax, timeout: source.timeout, connectionsMax: 1
    )
    .flatMapErrorThrowing { error in throw failure(error, source) }
    .flatMapThrowing { answer in
      switch answer.status {
      case 200: return .archive(answer.body, etag: answer.field("etag"))
      case 304 where etag != nil: return .unchanged
      default:
        throw BundleError(
          .download, "The bundle server answers \(answer.status); see that the URL and the token are right.",
          httpStatus: answer.status)
      }
    }
  }

  private static func failure(_ error: any Error, _ source: Source) -> BundleError {
    switch error as? UpstreamFailure {
    case .timeout: BundleError(.download, "The bundle server did not send the bundle within \(source.timeout).")
    case .tooLarge:
      BundleError(.download, "The bundle is larger than \(source.bytesMax) bytes; raise bytes_max if it must be.")
    case .invalid: BundleError(.download, "The bundle server's answer is not valid HTTP, or not whole.")
    default: BundleError(.download, "The bundle server cannot be reached, or broke off.")
    }
  }
}
