/// Why a delivered bundle is not taken.
public struct BundleError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// The archive itself; the message begins with the archive's code.
    case archive = "bundle_archive_invalid"
    case manifest = "bundle_manifest_invalid"
    /// Something lies outside of the roots that the manifest claims, or roots of two bundles overlap.
    case roots = "bundle_roots_violated"
    case unsigned = "bundle_unsigned"
    case signature = "bundle_signature_invalid"
    /// Policies or data that cannot be read or compiled.
    case content = "bundle_content_invalid"
    /// The server did not answer, not in time, or not with a bundle.
    case download = "bundle_download_failed"
    /// What was accepted cannot be kept on the disk.
    case storage = "bundle_not_kept"
  }

  public let code: Code
  /// What is wrong, and what to change.
  public let message: String
  /// What the compiler says, one for each place.
  public let problems: [PolicyProblem]
  /// The server's answer, if it was not 200.
  public let httpStatus: Int?

  public init(_ code: Code, _ message: String, problems: [PolicyProblem] = [], httpStatus: Int? = nil) {
    self.code = code
    self.message = message
    self.problems = problems
    self.httpStatus = httpStatus
  }

  public var description: String { "\(code.rawValue): \(message)" }
}
