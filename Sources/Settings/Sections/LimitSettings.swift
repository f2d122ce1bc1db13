/// Layers 1 and 2, and the answers: how much of anything one call may bring.
///
/// ## Configuration keys
/// - `body_bytes_max` (integer, 1024…1073741824; default 4194304): A request's body.
/// - `header_bytes_max` (integer, 1024…1048576; default 32768): A request's or answer's head.
/// - `json_depth_max` (integer, 4…512; default 64): Nesting of a message.
/// - `json_nodes_max` (integer, 100…10000000; default 200000): Values and keys in a message.
/// - `answer_bytes_max` (integer, 1024…1073741824; default 33554432): An answer that is read whole.
/// - `event_bytes_max` (integer, 1024…1073741824; default 10485760): One event of a streamed answer.
public struct LimitSettings: SettingsSection {
  public var bodyBytesMax = 4_194_304
  public var headerBytesMax = 32_768
  public var jsonDepthMax = 64
  public var jsonNodesMax = 200_000
  public var answerBytesMax = 33_554_432
  public var eventBytesMax = 10_485_760

  public init() {}

  public static let fields: [Field<Self>] = [
    .integer("body_bytes_max", \.bodyBytesMax, 1_024...1_073_741_824, unit: "bytes"),
    .integer("header_bytes_max", \.headerBytesMax, 1_024...1_048_576, unit: "bytes"),
    .integer("json_depth_max", \.jsonDepthMax, 4...512, unit: "levels"),
    .integer("json_nodes_max", \.jsonNodesMax, 100...10_000_000, unit: "values"),
    .integer("answer_bytes_max", \.answerBytesMax, 1_024...1_073_741_824, unit: "bytes"),
    .integer("event_bytes_max", \.eventBytesMax, 1_024...1_073_741_824, unit: "bytes"),
  ]
}
