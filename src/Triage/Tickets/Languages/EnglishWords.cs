namespace Triage.Tickets.Languages;

/// <summary>
/// What customers write about, as counted in English support tickets. English gets the long list, because it is the
/// language whose tickets must not be taken for another's.
/// </summary>
internal static class EnglishWords
{
    public const string Frequent = """
        able above abroad absolute accept according accountant across actual actually add added additional addresses adj
        adults advance advice afternoon age agreed aid air airport allowed alone along already amount announced annoying
        annual answer answered answers anybody aren't around arrives article ashamed asking asks asleep assistant ate attached
        attachment attempt aunt authority autumn available away baby badge bag bags bakery balance bar basket bathroom
        batteries battery become bed begin behind believe bell belongs below beside better big bike billed billing birth
        birthday bit black block blocked blue board boat boiler book booked booking bookkeeper books boots boss bot bottom
        bounced box boxes boy branch bread break breakfast bridge brilliant bring broadband brochure brother brought brown
        budget building built business button cabin cable cake calendar calls camera cancellation cannot car cards care
        carried carry case cash cat catalogue centre certificate chair chairs changed channel chargeback charity check
        checked checkout cheque child children choir choose church circle city claim claims class cleaned clear clicked clinic
        close closed closes closing clowns club coat code codes coffee cold colleague colleagues collect collected collection
        colour column comes coming company complete computer concern confirm confirmation confirmed console consumer contact
        continue contract copy corner correct corrected cottage count counted counter country county courier course court
        cover created credit crew cried cross crying customers cut dad dark data date dates daughter daughter's dead debit
        debited decide decided declined deleted dental department deposit depot desk details device died difference different
        digital digits dinner direct director disappointed discount display document documents dog done door double drawing
        dress drive driver drone drop drove dry due early earth easy eat edge eight either eleven else else's elsewhere emails
        empty end ended ending ends engineer enough enter entered entire erase err error euro euros evening evenings everybody
        everyone ex exactly example except exist exit expect expected experience expired explain explained explanation extra
        eye eyes face failed fair faithfully family faq far fare farm fast father fault fed feel fell felt ferry few fibre
        field fifth fifty figure file fill filled film finally finance fine finish finished firm firmware fish fit five fix
        fixed flat floor flowers folder folks follow followers following food foot forgive forgot form fortnight forty forward
        found four fourteen fourth frame frankly free fridge friend friendly friends front full funny further game garden gate
        gb gentleman gets gift girl gives glad glass glasses gloves goes gold gone goods gorgeous grateful green greetings
        grey ground group grown guess guest guests guys gym hadn't half hall hand handed handling hands happen happened
        happens harbour hard hate he'd he's head headset hear heard hearing heating held helped high himself hip hire his
        history hiya hold holding hole holiday home honestly hope hospital hot hotline hour hours house household
        however hundred hurry husband husband's id idea idiot inbox included inside instead insurance interested
        invalid invoices itself job join joined joining joke joy junior kettle key kids kilos kind kindly kit kitchen km knee
        knew known knows lab label lad lady lake lamp landing landlord laptop later laughed law lawyer lead leads leaflet
        least leave leaves leaving lens less lets letter letters library licence lid life lift light lights limit line lines
        list lists literally little live lives living load lock locked locker logged logo looked looks lorry lost lot
        lovely lower loyalty lunch lying machine mailing mails main makes making man manage mark market married match matter
        mattress maybe mean means meant meantime measure member members membership men mentioned message messages meter middle
        mind mine minute minutes miss missed mistake mm mobile mode model moment monthly months moon mostly mother mother's
        move moved moving mum mum's music myself name named names nd near nearly needed needs neighbour neighbour's neighbours
        neither nephew net network news nice night nights nine nineteen nobody none noon normally north note notes
        notice noticed numbers nurse nursery oak odd offer offered offers office often oh ombudsman ones onto open
        opened opening opens ordinary org otherwise ought ours outside owe owner pack packed packing pages pair pallet paper
        papers parcels parents park parking part partner parts party pass passed passport past patience patient paying
        payments pays penny pension perhaps period personal photo photographs photos piano pick picked picture pictures
        piece pin place plain plan plastic platform pleasant pleased pleasure plug plus pm point points polite pool poor
        portal position possible post postcode power practice premium present press pressed pretty print printed printer
        private problem product profile programme promise promised proper protection pull pulse pump purchasing quarter
        questions queue quick quid quiet quite quote rain ran rang rate rather rd reach reached read reader reading
        reads ready real reason reception red ref reference refused region register registered registration release remaining
        remove rent rental repair replacement reply report request rest retired returns reverse review ridiculous ring rings
        road robot roll roof room rooms round row rule rules run running runs rush sad sale sample sat save saved savings saw
        saying scan school screen screenshot screenshots search season seat seats second seconds seed seems seen sell seller
        sending sends sentence serial server set seven shabby shaking shall share she's shed sheet shelf ships shoe shoes
        shops short show showed shower showing shown shows shut sick side signal signature signing silly sim simple simply
        sincerely single sister sister's sit sites sits sitting six size sleep slept slip small smaller smart smell sofa sold
        solicitor somebody somewhere son son's soon sort sound soup spare spent split spoken spring st staff stairs stall
        stand standing stands star stars start started starting starts state statement station status stay stayed stays step
        steps stock stood stop stopped stops storage story straight street stuck student studio stupid subject such sum summer
        supervisor supplier suppose supposed sure surname surprise survey swap switch switched system table tablet tablets
        taken takes taking talked talking tap tax tea telephone tells ten tenant term terms test text th theatre therefore
        theres they're they've thing things think third thirty those thought thousand thumb tick ticket tickets till times
        tiny tired together tonight took tool top touch town trade traffic train transfer travel treat treated trial
        trick trip trouble true truly trust turn turned turns twelve twenty twice type typed typing understand unit unless
        unopened upload urgent useless user usually valid van version view village visit voice voucher vouchers
        waited walk walked walking wall wallet wants ward wardrobe warehouse warm waste watch watched water ways we'd we'll
        we're we've wear web wedding weekend weekly welcome wet whatever where's whichever white who's whoever whole whom
        whose wife window windows winter wipe wishes within woman wonderful word words workshop worth write writing written
        wrote yard yearly yet you'd you've young yours yourselves zero zz
        """;
}
