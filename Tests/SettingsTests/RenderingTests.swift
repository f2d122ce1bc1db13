import Basics
import Testing

@testable import Settings

@Suite("Rendering")
struct RenderingTests {
  @Test func theDigestFollowsTheValuesAndNotTheFiles() throws {
    let loading = Loading()
    let one = try loading.load("audit: {path: a}\nrate_limit: {burst: 7}").configuration
    let two = try loading.load("rate_limit: {burst: 7}", "audit: {path: a}").configuration
    #expect(one.digest == two.digest)
    #expect(one.digest != Configuration().digest)
    #expect(try loading.load("audit: {path: b}\nrate_limit: {burst: 7}").configuration.digest != one.digest)
  }

  @Test func whatIsRenderedIsReadBackAsTheSame() throws {
    var configuration = Configuration()
    configuration.servers["clock"] = UpstreamSettings(url: "https://clock/")
    configuration.rateLimit.tools["echo"] = ToolRateSettings()
    configuration.deepScan.injectionThreshold = 0.25
    // JSON is YAML.
    #expect(try Loading().load(configuration.complete.text).configuration == configuration)
  }

  @Test func whatLooksLikeASecretIsWithheld() {
    var configuration = Configuration()
    configuration.upstream.url = "https://tools/mcp?key=hunter2"
    configuration.servers["a"] = UpstreamSettings(url: "x")
    configuration.servers["a"]?.command = [
      "server", "--api-key=hunter2", "--password", "hunter2", "TOKEN=hunter2", "--port", "80",
    ]
    let text = configuration.effective.text
    #expect(!text.contains("hunter2"))
    #expect(
      text.contains(
        #"["server","--api-key=[withheld]","--password","[withheld]","TOKEN=[withheld]","--port","80"]"#))
    #expect(text.contains("https://tools/mcp?[withheld]"))
    #expect(configuration.complete.text.contains("hunter2"))
  }

  @Test func theCatalogueNamesEveryKeyOnce() {
    let paths = Configuration.catalogue.map(\.path)
    #expect(Set(paths).count == paths.count)
    #expect(paths.contains("servers.*.command"))
    #expect(paths.contains("listeners.data.tls.bundle_files.*"))
    #expect(Configuration.catalogue.allSatisfy { !$0.allowed.isEmpty })
  }
}
