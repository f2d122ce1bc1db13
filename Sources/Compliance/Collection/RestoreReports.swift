import Basics
import FoundationEssentials

/// The reports that `agw backup test` leaves, as evidence.
struct RestoreReports: Sendable {
  private static let bytesMax = 1 << 20

  private let directory: String

  init(_ directory: String) { self.directory = directory }

  /// When the newest test of the period passed; nil if none did.
  func passed(in period: EvidencePeriod) -> Timestamp? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    var newest: Timestamp?
    for name in names where name.hasSuffix(".json") {
      guard let bytes = try? FileBytes.read("\(directory)/\(name)", bytesMax: Self.bytesMax),
        let report = try? JSONValue.parse(bytes), report["result"] == "passed",
        let time = report["finished_at"]?.stringValue.flatMap({ Timestamp(rfc3339: $0) }), period.contains(time)
      else { continue }
      newest = max(newest ?? time, time)
    }
    return newest
  }
}
