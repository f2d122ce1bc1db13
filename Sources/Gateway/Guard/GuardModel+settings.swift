import Basics
import FoundationEssentials
import Settings

extension GuardModel {
  /// Nil if no guard is configured.
  convenience init?(_ settings: DeepScanSettings) throws(LoadProblem) {
    guard let text = settings.url else { return nil }
    guard let url = UpstreamURL(text) else { throw LoadProblem("deep_scan", ["deep_scan.url: \(text) is no URL"]) }
    self.init(
      url: url, model: settings.model, key: try Self.key(settings), timeout: settings.timeout,
      thresholds: Thresholds(injection: settings.injectionThreshold, jailbreak: settings.jailbreakThreshold),
      callsMax: settings.callsMax)
  }

  private static func key(_ settings: DeepScanSettings) throws(LoadProblem) -> Redacted<String>? {
    if let name = settings.keyEnv {
      guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
        throw LoadProblem("deep_scan", ["deep_scan.key_env: the variable \(name) is not set"])
      }
      return Redacted(value)
    }
    guard let path = settings.keyFile else { return nil }
    do throws(FileError) {
      let bytes = try FileBytes.read(path, bytesMax: 4_096)
      return Redacted(String(decoding: bytes, as: UTF8.self).trimmed)
    } catch {
      throw LoadProblem("deep_scan", error)
    }
  }
}

extension String {
  /// Without white space and line ends at either end.
  fileprivate var trimmed: String {
    String(decoding: utf8.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed(), as: UTF8.self)
  }
}
