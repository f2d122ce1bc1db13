import Basics
import FoundationEssentials

/// Times as certificates hold them: whole seconds.
enum CertificateTime {
  static func date(_ time: Timestamp) -> Date { Date(timeIntervalSince1970: Double(time.seconds)) }
}
