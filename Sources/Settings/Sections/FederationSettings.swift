/// Where the bundle of a foreign trust domain comes from. Its members are let in as anonymous, whatever their path
/// says; policies say what they may do.
///
/// ## Configuration keys
/// - `bundle_file` (path of a file, or empty; default empty): A SPIFFE bundle in JSON, or PEM, read at the start.
/// - `url` (http:// or https:// URL, or empty; default empty): A bundle endpoint, asked again when the bundle's refresh
///   hint says so. It must be https.
/// - `profile` (https_web, https_spiffe; default https_web): How the endpoint proves itself: with a certificate of a
///   public authority, or with an SVID. For the latter `bundle_file` holds the first bundle.
/// - `endpoint_spiffe_id` (SPIFFE ID, or empty; default empty): Who the endpoint is, with `https_spiffe`.
public struct FederationSettings: SettingsSection {
  public var bundleFile: String?
  public var url: String?
  public var profile = EndpointProfile.web
  public var endpointID: String?

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("bundle_file", \.bundleFile, .existingFile),
    .text("url", \.url, .httpURL),
    .choice("profile", \.profile),
    .text("endpoint_spiffe_id", \.endpointID, .spiffeID),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if bundleFile == nil, url == nil { decoding.report("url", "give bundle_file, url, or both") }
    if let url, !url.hasPrefix("https://") { decoding.report("url", "a bundle endpoint is asked over https:// only") }
    if profile == .spiffe, endpointID == nil || bundleFile == nil {
      decoding.report("endpoint_spiffe_id", "https_spiffe needs endpoint_spiffe_id, and bundle_file to begin with")
    }
  }
}

/// Source: SPIFFE Federation §5.2.
public enum EndpointProfile: String, SettingChoice {
  case web = "https_web"
  case spiffe = "https_spiffe"
}
