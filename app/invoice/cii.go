package invoice

import "strings"

// cii reads UN/CEFACT CII (D16B and later) as EN 16931 maps it (CEN/TS 16931-3-3).
var cii = ciiFormat(CII, nil)

// zugferd1 reads ZUGFeRD 1.0, whose elements have the names of an earlier CII.
var zugferd1 = ciiFormat(ZUGFeRD1, map[string]string{
	"SpecifiedExchangedDocumentContext": "ExchangedDocumentContext", "HeaderExchangedDocument": "ExchangedDocument",
	"SpecifiedSupplyChainTradeTransaction":      "SupplyChainTradeTransaction",
	"ApplicableSupplyChainTradeAgreement":       "ApplicableHeaderTradeAgreement",
	"ApplicableSupplyChainTradeSettlement":      "ApplicableHeaderTradeSettlement",
	"SpecifiedSupplyChainTradeSettlement":       "SpecifiedLineTradeSettlement",
	"SpecifiedTradeSettlementMonetarySummation": "SpecifiedTradeSettlementHeaderMonetarySummation",
	"ApplicablePercent":                         "RateApplicablePercent",
})

func ciiFormat(name string, rename map[string]string) format {
	f := format{name: name, rename: rename, values: map[string]func(*parse, string, attrs){}, ends: map[string]func(*parse){}}
	v := f.values
	const (
		trade     = "SupplyChainTradeTransaction/"
		agreement = trade + "ApplicableHeaderTradeAgreement/"
		settle    = trade + "ApplicableHeaderTradeSettlement/"
		means     = settle + "SpecifiedTradeSettlementPaymentMeans/"
		total     = settle + "SpecifiedTradeSettlementHeaderMonetarySummation/"
		line      = trade + "IncludedSupplyChainTradeLineItem"
	)
	v["ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID"] = (*parse).profile
	v["ExchangedDocument/ID"] = first(func(p *parse) *Value { return &p.Number })
	v["ExchangedDocument/TypeCode"] = (*parse).kind
	v["ExchangedDocument/IssueDateTime/DateTimeString"] = func(p *parse, s string, a attrs) { p.ciiDate(&p.IssueDate, s, a) }
	v[settle+"SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString"] = func(p *parse, s string, a attrs) { p.ciiDate(&p.DueDate, s, a) }
	f.ciiParty(agreement+"SellerTradeParty/", func(p *parse) *Party { return &p.Seller })
	f.ciiParty(agreement+"BuyerTradeParty/", func(p *parse) *Party { return &p.Buyer })
	v[agreement+"BuyerReference"] = first(func(p *parse) *Value { return &p.BuyerReference })
	v[agreement+"BuyerOrderReferencedDocument/IssuerAssignedID"] = first(func(p *parse) *Value { return &p.Order })
	v[agreement+"BuyerOrderReferencedDocument/ID"] = first(func(p *parse) *Value { return &p.Order })
	v[settle+"InvoiceCurrencyCode"] = first(func(p *parse) *Value { return &p.Currency })
	v[settle+"PaymentReference"] = func(p *parse, s string, _ attrs) { p.refer(s) }
	v[means+"PayeePartyCreditorFinancialAccount/IBANID"] = func(p *parse, s string, _ attrs) { p.pay(s) }
	v[means+"PayeePartyCreditorFinancialAccount/ProprietaryID"] = func(p *parse, s string, _ attrs) { p.pay(s) }

	const tax = settle + "ApplicableTradeTax"
	v[tax+"/CalculatedAmount"] = money(func(p *parse) *Value { return &p.tax.Tax })
	v[tax+"/BasisAmount"] = money(func(p *parse) *Value { return &p.tax.Base })
	v[tax+"/RateApplicablePercent"] = money(func(p *parse) *Value { return &p.tax.Rate })
	v[tax+"/CategoryCode"] = first(func(p *parse) *Value { return &p.tax.Category })
	f.ends[tax] = func(p *parse) {
		if len(p.Taxes) < maxTaxes {
			p.Taxes = append(p.Taxes, p.tax)
		}
		p.tax = Tax{}
	}
	for name, field := range map[string]func(*parse) *Value{
		"LineTotalAmount": func(p *parse) *Value { return &p.sums.lineTotal }, "AllowanceTotalAmount": func(p *parse) *Value { return &p.sums.allowance },
		"ChargeTotalAmount": func(p *parse) *Value { return &p.sums.charge }, "TaxBasisTotalAmount": func(p *parse) *Value { return &p.Net },
		"TaxTotalAmount": func(p *parse) *Value { return &p.Tax }, "GrandTotalAmount": func(p *parse) *Value { return &p.Gross },
		"TotalPrepaidAmount": func(p *parse) *Value { return &p.sums.prepaid }, "RoundingAmount": func(p *parse) *Value { return &p.sums.rounding },
		"DuePayableAmount": func(p *parse) *Value { return &p.Payable },
	} {
		v[total+name] = func(p *parse, s string, a attrs) { p.amountIn(field(p), s, a.get("currencyID")) }
	}
	sum := line + "/SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"
	if rename != nil {
		sum = line + "/SpecifiedLineTradeSettlement/SpecifiedTradeSettlementHeaderMonetarySummation/LineTotalAmount"
	}
	v[sum] = func(p *parse, s string, _ attrs) { p.line = s }
	// Lines that group others, or only inform, repeat amounts (Factur-X, profile EXTENDED).
	v[line+"/AssociatedDocumentLineDocument/LineStatusReasonCode"] = func(p *parse, s string, _ attrs) {
		p.noLine = s == "GROUP" || s == "INFORMATION"
	}
	f.ends[line] = func(p *parse) {
		if p.line != "" && !p.noLine {
			p.sums.add(p.line)
		}
		p.line, p.noLine = "", false
	}
	return f
}

func (f *format) ciiParty(path string, of func(*parse) *Party) {
	f.values[path+"Name"] = first(func(p *parse) *Value { return &of(p).Name })
	f.values[path+"SpecifiedLegalOrganization/ID"] = first(func(p *parse) *Value { return &of(p).Registration })
	f.values[path+"SpecifiedTaxRegistration/ID"] = func(p *parse, s string, a attrs) {
		to := &of(p).VAT
		if strings.EqualFold(a.get("schemeID"), "FC") {
			to = &of(p).TaxNumber
		}
		if *to == "" {
			*to = Value(s)
		}
	}
}

// ciiDate reads a date in one of the formats of UNTDID 2379 that invoices use.
func (p *parse) ciiDate(f *Value, s string, a attrs) {
	layout := "20060102"
	switch a.get("format") {
	case "610":
		layout = "200601"
	case "203":
		layout = "200601021504"
	}
	if strings.Contains(s, "-") {
		layout = "2006-01-02"
	}
	p.date(f, s, layout)
}
