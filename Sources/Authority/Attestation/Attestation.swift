import Crypto
import Glibc
import WorkloadAPI

/// What the kernel says of one caller, read as far as the selectors in question ask for it.
///
/// Blocks on `/proc` and, for digests, on the disk.
struct Attestation {
  private let caller: CallerProcess
  private let digests: ExecutableDigests
  private var path: String??
  private var digest: String??

  init(_ caller: CallerProcess, _ digests: ExecutableDigests) {
    self.caller = caller
    self.digests = digests
  }

  /// Whether the caller has every property. An empty list describes nobody.
  mutating func satisfies(_ selectors: [String]) -> Bool {
    guard !selectors.isEmpty else { return false }
    for text in selectors {
      guard let selector = Selector(text), satisfies(selector) else { return false }
    }
    return true
  }

  private mutating func satisfies(_ selector: Selector) -> Bool {
    switch selector.kind {
    case .userID: selector.value == String(caller.userID)
    case .groupID: selector.value == String(caller.groupID)
    case .user: UserNames.user(selector.value) == caller.userID
    case .group: UserNames.group(selector.value) == caller.groupID
    case .path: executablePath() == selector.value
    case .digest: executableDigest() == selector.value.lowercased()
    }
  }

  private mutating func executablePath() -> String? {
    if let path { return path }
    let read = caller.executablePath
    path = .some(read)
    return read
  }

  private mutating func executableDigest() -> String? {
    if let digest { return digest }
    let read = caller.withExecutable { digests.digest(of: $0) }
    digest = .some(read)
    return read
  }
}
