import FoundationEssentials

/// Memory of this process as the kernel counts it.
enum ProcessMemory {
  /// Resident, in KiB; 0 where `/proc` is not there.
  static var kilobytes: Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
      return line.split { $0 == " " || $0 == "\t" }.compactMap { Int($0) }.first ?? 0
    }
    return 0
  }
}
